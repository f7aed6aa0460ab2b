/// Stage 9 of 9: the report. Reads the records that the other stages left in a run folder and
/// writes `report/index.html` with its figures; loads no model.
///
/// In: every stage's JSON lines, `stage.json`, `manifest.json`. Out: `index.html`, `figures/*.svg`,
/// `figures/*.csv`. Read {@link cai.report.ReportWork} first, then {@link cai.report.Page}, whose
/// list of sections is the order of the page. Numbers become sentences in {@link
/// cai.report.Movements}; a {@link cai.report.Plot} holds what is drawn and what its CSV says.
package cai.report;
