/// Stage 9 of 9: the report. Reads the records that the other stages left in a run folder and
/// writes `report/index.html` with its figures; loads no model.
///
/// In: every stage's JSON lines, `stage.json`, `manifest.json`. Out: `index.html`, `figures/*.svg`,
/// `figures/*.csv`. Read {@link cai.report.ReportWork} first, then {@link cai.report.Page}, whose
/// list of sections is the order of the page; each section turns records into {@link
/// cai.report.PageBlock}s, which the template `page.html` shows. What the files of a run say is in
/// {@link cai.report.findings}, how a figure is drawn in {@link cai.report.drawing}.
package cai.report;
