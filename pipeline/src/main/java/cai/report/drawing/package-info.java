/// Drawings of the report: what is drawn is a {@link cai.report.drawing.Plot}, which becomes a
/// {@link cai.report.drawing.Figure} of SVG text and CSV numbers. Knows no stage and no run; the
/// only package that uses the chart library.
package cai.report.drawing;
