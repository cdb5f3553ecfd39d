package io.flowork.grammar.docs;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import java.util.HashMap;
import java.util.Map;

/** How to mend what a diagnostic is about, for the documentation. */
public final class Mending {
    private static final Map<String, String> TEXTS = new HashMap<>();

    static {
        yaml();
        structure();
        values();
        expressions();
        flow();
        files();
        types();
    }

    private Mending() {}

    /** What to do, in one or a few sentences; empty when the explanation says it all. */
    public static String of(DiagnosticCode code) {
        return TEXTS.getOrDefault(code.code(), "");
    }

    private static void yaml() {
        put("FW1001", "Look at the line and at the one before it: most often a colon, a dash or a quote is missing.");
        put("FW1002", "Write the same quote at the end of the value. A quote inside single quotes is written twice.");
        put("FW1003", "Write the closing ] or } before the next key, or write the list with one dash a line.");
        put("FW1004", "Indent with spaces. Most editors can turn tabs into spaces for YAML files.");
        put("FW1005", "Insert a space after the colon.");
        put("FW1006", "Put the whole expression in single quotes, and write single quotes in it twice.");
        put("FW1007", "Remove one of the two, or give it another name.");
        put("FW1008", "Remove the tag; put the value in quotes when it must be a text.");
        put("FW1009", "Write the anchor &name before the first value, or write the value out.");
        put("FW1010", "Write the values out, or keep the data outside the workflow and load it when it runs.");
        put("FW1011", "Move the inner part to a sub-workflow or a function, or keep the data outside the workflow.");
        put("FW1012", "Remove the character, or write it as an escape in double quotes.");
        put("FW1013", "Move the second document to a file of its own.");
        put("FW1014", "Write a workflow: 'document' with dsl, namespace, name and version, and 'do' with a task.");
        put("FW1015", "Keep large data outside the workflow and load it when it runs.");
        put("FW1016", "Put the key in quotes, or move the value to where an object is meant.");
        put("FW1017", "Indent the line as much as its neighbours in the same list or object.");
        put("FW1018", "Put the text in quotes.");
    }

    private static void structure() {
        put("FW1101", "Write an object with 'document' and 'do' at its top.");
        put("FW1102", "Nothing, if the workflow runs as it should; or write it in DSL 1.0.");
        put("FW1103", "Rewrite the workflow for DSL 1.0: the versions before differ in almost everything.");
        put("FW1201", "Correct the name of the property, or move it to the object it belongs to.");
        put("FW1202", "Remove the property, or move what it says to 'metadata'.");
        put("FW1203", "Add the properties that the message names.");
        put("FW1204", "Write a value of the type that the message names; a number that is meant as text needs quotes.");
        put("FW1205", "Choose one of the values in the message.");
        put("FW1206", "Add exactly one of the properties in the message.");
        put("FW1207", "Keep the one you mean and remove the others.");
        put("FW1208", "Start each task with a dash and its name, and indent what it does under the name.");
        put("FW1209", "Give one of the two another name.");
        put("FW1210", "Add the key that says what the task does, such as 'set' or 'call'.");
        put("FW1211", "Make two tasks of it, one after the other.");
        put("FW1212", "Add an entry, or remove the property.");
        put("FW1213", "Write a number in the range that the message names.");
        put("FW1214", "Add the property it needs, or remove this one.");
        put("FW1301", "Use continue, exit, end, or the name of a task in the same list.");
        put("FW1302", "Define the name in 'use', or correct it.");
        put("FW1303", "Correct the name, define the function in 'use.functions', or name a function of a catalog.");
    }

    private static void values() {
        put("FW1401", "Write the time with a unit: PT5S, PT10M, P1D, or {seconds: 5}.");
        put("FW1402", "Write five fields: minute, hour, day of the month, month, day of the week.");
        put("FW1403", "Write three numbers with dots between them, in quotes: '1.0.0'.");
        put("FW1404", "Encode blanks as %20, close every brace, and write a computed address as one expression.");
        put("FW1405", "Use letters, digits and dashes only.");
        put(
                "FW1406",
                "Raise 'document.dsl' to the version in the message; or leave it, if only Flowork runs the workflow.");
        put(
                "FW1407",
                "Write a list: 'arguments: [first, second]'. Or lower 'document.dsl' to the version of the old form.");
        put("FW1408", "Write date, time and offset, such as 2026-01-31T12:00:00Z.");
        put(
                "FW1409",
                "Start with a slash, or leave 'instance' out: the runtime sets it to the task that raised the error.");
    }

    private static void expressions() {
        put("FW1501", "Correct the expression at the place that is marked.");
        put("FW1502", "Make the whole text one expression, with the fixed parts in a jq text: \"Hello \\(.name)\".");
        put("FW1503", "Enclose the expression in ${ } and put it in quotes.");
        put("FW1504", "Write the expression, or '.' for the data as it is.");
        put("FW1505", "Write the expressions in jq.");
        put("FW1506", "Correct the name or the number of arguments; jq's manual and docs/jq.md list what there is.");
        put("FW1507", "Correct the name, or move the expression to where the variable exists.");
        put("FW1508", "Correct the name, or write 'label $name |' before the part that breaks out.");
        put("FW1509", "Use one of jq's formats: @text, @json, @html, @uri, @csv, @tsv, @sh, @base64, @base64d.");
        put("FW1510", "Use a variable that the standard has here, such as '.' for the data itself.");
        put("FW1511", "Make a text of the key: (.id | tostring).");
    }

    private static void flow() {
        put("FW1601", "Remove the task, or make an earlier one lead to it.");
        put("FW1602", "Give one of the tasks an 'if', or use a 'switch' that leaves the loop.");
        put("FW1603", "Catch an error that the tasks under 'try' can raise, or remove the 'errors'.");
        put("FW1604", "Remove the case, or correct its condition.");
        put("FW1605", "Write the condition that is meant, or leave 'when' out if the case is the default.");
        put("FW1606", "Add a case without 'when', if the workflow should not simply go on.");
        put("FW1607", "Add a branch, or leave 'compete' out.");
        put("FW1608", "Add 'limit: {attempt: {count: 5}}' or another limit.");
        put("FW1609", "Shorten the inner time, or lengthen the outer timeout.");
        put("FW1610", "Correct the schedule, or remove it.");
        put("FW1611", "Remove the definition, or use it.");
        put("FW1613", "Write the method that is meant: get, head, post, put, patch, delete or options.");
        put("FW1612", "Correct 'extend', or remove the extension.");
    }

    private static void types() {
        put("FW1512", "Reach into the part that has it: .[0].name or .[].name for an array, .name for an object.");
        put("FW1513", "Convert one side with tonumber, tostring or tojson, or use another operator.");
        put("FW1514", "Convert the value first, or use the function for its kind of value.");
        put("FW1515", "Compare the value: .count > 0, .name != \"\", .items | length > 0.");
        put("FW1516", "Write both sides as the same kind of value, such as 1 or \"1\" on both.");
        put("FW1517", "Correct the name of the member.");
        put("FW1518", "Leave out the part behind //, or correct what stands before it.");
        put("FW1519", "Use $secrets in the task that needs the secret, and keep it out of output and export.");
        put("FW1521", "Enclose the expression in ${ }, or leave the warning out with a comment if the text is meant.");
        put("FW1522", "Give what the function's 'input.schema' asks for, or correct the schema.");
        put("FW1520", "Pass the secret on as it is, inside a text, or with @base64 or @uri.");
    }

    private static void files() {
        put("FW1701", "Remove the comment, or correct the code or the place.");
        put("FW1702", "Correct the code; docs/diagnostics lists all of them.");
        put("FW1703", "Remove the comment and mend the error.");
        put("FW1710", "Name a version that is there, or 'latest'.");
        put("FW1711", "Correct the name, or nothing if the workflow is kept elsewhere.");
        put("FW1712", "Give one of the two another version or another name.");
        put("FW1713", "Put a condition on the task that runs the workflow, or end the chain elsewhere.");
        put("FW1714", "Correct the path, which begins at the workflow's folder, or add the file.");
        put("FW1715", "Correct the path, or the schema in the file.");
        put("FW1716", "Give what the other workflow's 'input.schema' asks for, or correct the schema.");
        put("FW1717", "Correct what follows #, or add the definition that it names.");
        put("FW1719", "Copy the schema to a file beside the workflow, and refer to that.");
        put("FW1718", "Correct the name, or the catalog's endpoint, or add the function to the catalog.");
    }

    private static void put(String code, String text) {
        TEXTS.put(code, text);
    }
}
