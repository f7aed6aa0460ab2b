/// JSON and JSON lines, read strictly: what is wrong is named with file, line and field.
package cai.json;
