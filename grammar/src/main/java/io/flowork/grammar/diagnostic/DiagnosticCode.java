package io.flowork.grammar.diagnostic;

import static io.flowork.grammar.diagnostic.Severity.ERROR;
import static io.flowork.grammar.diagnostic.Severity.HINT;
import static io.flowork.grammar.diagnostic.Severity.INFORMATION;
import static io.flowork.grammar.diagnostic.Severity.WARNING;

import io.flowork.grammar.text.Range;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of everything an author can be told. A code never changes its meaning.
 *
 * <p>FW10xx: the text is no readable YAML. FW11xx: the document as a whole. FW12xx: its structure. FW13xx: references.
 * FW14xx: values. FW15xx: expressions. FW16xx: the flow. FW17xx: comments that ignore, and other files.
 */
public enum DiagnosticCode {
    SYNTAX(
            "FW1001",
            ERROR,
            "Broken YAML",
            "The text cannot be read as YAML at this place. What follows the broken part is still checked.",
            "do: ]"),
    UNCLOSED_QUOTE(
            "FW1002",
            ERROR,
            "Quote is not closed",
            "A value that starts with a quote goes on until the same quote comes again, over line ends if need be.",
            "title: \"Hello"),
    UNCLOSED_BRACKET(
            "FW1003",
            ERROR,
            "Bracket is not closed",
            "A list in [ ] or an object in { } must be closed before the next key.",
            "tags: [a, b"),
    TAB(
            "FW1004",
            ERROR,
            "Tab where spaces are needed",
            "YAML is indented with spaces only, because tabs have no fixed width.",
            "do:\n\t- step:"),
    MISSING_SPACE(
            "FW1005",
            ERROR,
            "Space missing after the colon",
            "In YAML a colon ends a key only when a space or a line end follows. Without it the whole is one text.",
            "name:hello"),
    UNQUOTED_EXPRESSION(
            "FW1006",
            ERROR,
            "Expression needs quotes",
            "An expression with a colon and a space, or with braces inside a list or an object in braces, is taken for"
                    + " YAML's own syntax unless it stands in quotes.",
            "set: ${ {a: 1} }"),
    DUPLICATE_KEY(
            "FW1007",
            ERROR,
            "Key is there twice",
            "A key may stand only once in an object: of two values one would be ignored without a word.",
            "set:\n  a: 1\n  a: 2"),
    UNKNOWN_TAG(
            "FW1008",
            WARNING,
            "Tag has no meaning here",
            "Tags such as !!str of YAML's core schema are understood; others are ignored.",
            "title: !custom hello"),
    UNKNOWN_ALIAS(
            "FW1009",
            ERROR,
            "Alias has no anchor",
            "An alias *name repeats the value that an anchor &name marked before it, and cannot stand inside that value.",
            "body: *order"),
    ALIAS_BUDGET(
            "FW1010",
            ERROR,
            "Aliases repeat too much",
            "Aliases of aliases grow very fast. The document as a whole may not get larger than one million values.",
            "c: [*b, *b, *b, *b]"),
    TOO_DEEP(
            "FW1011",
            ERROR,
            "Nested too deeply",
            "Lists and objects can be nested 200 levels deep.",
            "set: [[[[[[ … ]]]]]]"),
    UNPRINTABLE(
            "FW1012",
            ERROR,
            "Character is not allowed",
            "Control characters and halves of surrogate pairs cannot stand in YAML. In double quotes they can be written as"
                    + " escapes such as \\u0007.",
            "title: bell \u2407"),
    SECOND_DOCUMENT(
            "FW1013",
            ERROR,
            "More than one document",
            "A file holds one workflow. Text after a line of three dashes is a document of its own.",
            "do: []\n---\ndo: []"),
    EMPTY_FILE("FW1014", ERROR, "File is empty", "There is nothing in the file but blanks and comments.", ""),
    TOO_LARGE(
            "FW1015",
            ERROR,
            "File is too large",
            "A workflow file may have up to 16 million characters. Data belongs in the input or in an external resource.",
            ""),
    KEY_NOT_TEXT(
            "FW1016",
            ERROR,
            "Key is not a text",
            "Keys are texts; a list or an object cannot be one. A text that starts with { or [ needs quotes.",
            "set:\n  {a: 1}: 2"),
    INDENTATION(
            "FW1017",
            ERROR,
            "Indentation fits no level",
            "A line belongs to the list or object whose first line starts in the same column.",
            "document:\n    dsl: '1.0.3'\n  name: x"),
    NEEDS_QUOTES(
            "FW1018",
            ERROR,
            "Text needs quotes",
            "A text cannot start with @, `, % or another character that has a meaning in YAML unless it is quoted.",
            "title: @home"),

    NOT_A_WORKFLOW(
            "FW1101",
            ERROR,
            "Not a workflow",
            "A workflow is an object with document and do at its top.",
            "- just\n- a list"),
    NEWER_DSL(
            "FW1102",
            WARNING,
            "Newer version of the DSL",
            "This version of Flowork knows DSL 1.0. What a newer minor version added may be reported as unknown.",
            "dsl: '1.1.0'"),
    UNSUPPORTED_DSL(
            "FW1103",
            ERROR,
            "Version of the DSL is not supported",
            "Flowork reads workflows in DSL 1.0.x. Versions before 1.0.0 differ in their structure.",
            "dsl: '0.8.0'"),

    UNKNOWN_PROPERTY(
            "FW1201",
            ERROR,
            "Unknown property",
            "Properties other than those of the standard are not allowed here.",
            "wait:\n  secods: 3"),
    IGNORED_PROPERTY(
            "FW1202",
            WARNING,
            "Property has no effect",
            "The standard allows other properties here, but gives them no meaning.",
            "metadatas: {}"),
    MISSING_PROPERTY(
            "FW1203",
            ERROR,
            "Property is missing",
            "A required property is not there.",
            "call: http\nwith:\n  method: get"),
    WRONG_TYPE(
            "FW1204", ERROR, "Wrong type of value", "The value has another type than the property takes.", "do: hello"),
    WRONG_VALUE("FW1205", ERROR, "Value is not allowed", "The property takes only certain values.", "read: body"),
    MISSING_CHOICE(
            "FW1206",
            ERROR,
            "One of several properties is needed",
            "Exactly one of these properties says what is meant.",
            "run: {}"),
    SEVERAL_CHOICES(
            "FW1207",
            ERROR,
            "Properties exclude each other",
            "Only one of these properties can be given.",
            "run:\n  shell: {command: ls}\n  script: {language: js, code: ''}"),
    TASK_ITEM(
            "FW1208",
            ERROR,
            "List item is not one named entry",
            "Each item of a task list has exactly one key, the task's name, and under it the task. The task's properties are"
                    + " indented deeper than its name.",
            "- greet:\n  set: {a: 1}"),
    DUPLICATE_TASK(
            "FW1209",
            ERROR,
            "Name is there twice",
            "Names are unique in their list, so that a flow directive means one task.",
            "- a: {set: {x: 1}}\n- a: {set: {x: 2}}"),
    NO_TASK_KIND(
            "FW1210",
            ERROR,
            "Task does nothing",
            "A task is of the kind its key says: call, do, emit, for, fork, listen, raise, run, set, switch, try or wait.",
            "greet: {then: end}"),
    SEVERAL_TASK_KINDS(
            "FW1211",
            ERROR,
            "Task is of two kinds",
            "A task has one kind. To do two things, make two tasks.",
            "greet: {set: {a: 1}, wait: PT1S}"),
    TOO_FEW("FW1212", ERROR, "Too few entries", "At least one entry is needed here.", "set: {}"),
    OUT_OF_RANGE("FW1213", ERROR, "Number out of range", "The number is too small or too large.", "port: 70000"),
    NOT_ALLOWED_TOGETHER(
            "FW1214",
            ERROR,
            "Property needs another",
            "This property has a meaning only together with another one.",
            "schedule: {read: data, cron: '0 0 * * *'}"),

    UNKNOWN_TARGET(
            "FW1301",
            ERROR,
            "Unknown target of a flow directive",
            "A flow directive is continue, exit, end, or the name of a task in the same list.",
            "then: nowhere"),
    UNKNOWN_REFERENCE(
            "FW1302",
            ERROR,
            "Unknown reference",
            "The name is not defined in the workflow's use section.",
            "retry: quick"),
    UNKNOWN_FUNCTION(
            "FW1303",
            ERROR,
            "Unknown function",
            "A call names a protocol, a function of use.functions, a function of a catalog as name:version@catalog, or the"
                    + " URL of a function file.",
            "call: htp"),

    BAD_DURATION(
            "FW1401",
            ERROR,
            "Not a duration",
            "A duration is an object such as {minutes: 5}, an ISO 8601 duration such as PT5M, or an expression.",
            "wait: 5s"),
    BAD_CRON(
            "FW1402",
            ERROR,
            "Not a cron expression",
            "A cron expression has five fields: minute, hour, day of month, month, day of week.",
            "cron: 0 0 * *"),
    BAD_VERSION(
            "FW1403", ERROR, "Not a semantic version", "A version has three numbers, such as 1.0.0.", "version: '1.0'"),
    BAD_URI("FW1404", ERROR, "Not a URI", "A URI has no blanks; variables stand in braces.", "endpoint: http://a b"),
    BAD_NAME(
            "FW1405",
            ERROR,
            "Not a valid name",
            "Names of workflows and namespaces have up to 63 letters, digits and dashes, and start and end with a letter or"
                    + " digit.",
            "name: my_workflow"),
    NOT_YET(
            "FW1406",
            WARNING,
            "Newer than the document's DSL version",
            "The property came with a later version of the DSL than document.dsl says.",
            "document: {dsl: '1.0.0', …}\ndo: [{list: {run: {shell: {command: cat, stdin: hello}}}}]"),
    OLD_FORM(
            "FW1407",
            ERROR,
            "Form of an older version",
            "The DSL changed this property. Use the form that document.dsl's version has.",
            "arguments: {a: 1}"),
    BAD_TIME(
            "FW1408",
            ERROR,
            "Not a date and time",
            "A time is a date and time with an offset by RFC 3339, or an expression.",
            "time: tomorrow"),
    BAD_POINTER(
            "FW1409",
            ERROR,
            "Not a JSON pointer",
            "The instance of an error is a JSON pointer by RFC 6901, which starts with a slash, or an expression.",
            "instance: greet"),

    BAD_EXPRESSION("FW1501", ERROR, "Broken expression", "The expression is not valid jq.", "if: .a ="),
    PARTIAL_EXPRESSION(
            "FW1502",
            WARNING,
            "Expression inside a text is not evaluated",
            "Only a text that is an expression as a whole is evaluated; ${ } inside other text stays as written. Use string"
                    + " interpolation: ${ \"Hello \\(.name)\" }.",
            "greeting: Hello ${ .name }"),
    EXPRESSION_NEEDED(
            "FW1503",
            ERROR,
            "Expression needs ${ }",
            "Here an expression is recognised only when ${ } encloses it.",
            "while: .count < 5"),
    EMPTY_EXPRESSION("FW1504", ERROR, "Expression is empty", "There is nothing to evaluate.", "if: ${ }"),
    UNSUPPORTED_LANGUAGE(
            "FW1505",
            ERROR,
            "Expression language is not supported",
            "Flowork evaluates expressions in jq, the standard's default language.",
            "evaluate: {language: javascript}"),
    UNKNOWN_JQ_FUNCTION(
            "FW1506",
            ERROR,
            "jq function does not exist",
            "jq has no function of this name with this number of arguments, or it has no meaning in a workflow.",
            "if: .items | lenght > 0"),
    UNKNOWN_VARIABLE(
            "FW1507",
            ERROR,
            "Variable does not exist",
            "Neither the standard, nor a task around the expression, nor the expression itself gives this variable. The"
                    + " variables of a loop and of 'catch' exist only inside of them.",
            "set: {key: '${ $secret.key }'}"),
    UNKNOWN_LABEL(
            "FW1508",
            ERROR,
            "Label does not exist",
            "'break $name' leaves the 'label $name' around it; there is none.",
            "if: label $out | break $done"),
    UNKNOWN_FORMAT(
            "FW1509",
            ERROR,
            "Format does not exist",
            "A format such as @base64 or @uri makes a text of a value; there is none of this name.",
            "set: {key: '${ .key | @base46 }'}"),
    VARIABLE_ELSEWHERE(
            "FW1510",
            WARNING,
            "Variable is not available here",
            "The standard says for each place in the data flow which variables there are. Other runtimes have none here.",
            "if: $output.count > 0"),
    BAD_OBJECT_KEY("FW1511", ERROR, "Key is no string", "The keys of an object are strings.", "set: '${ {(1): .a} }'"),
    WRONG_ACCESS(
            "FW1512",
            WARNING,
            "Value has no members or elements",
            "Only objects have members and only arrays and objects have elements. What is known of the data says that the"
                    + " value here is never one.",
            "set: {first: '${ \"text\" | .name }'}"),
    WRONG_OPERANDS(
            "FW1513",
            WARNING,
            "Operator cannot be used on these values",
            "The operator fails for every pair of values that can stand here.",
            "set: {sum: '${ {} + 1 }'}"),
    WRONG_ARGUMENT(
            "FW1514",
            WARNING,
            "Function cannot be used on this value",
            "The function, format or task needs another kind of value than what can stand here.",
            "set: {name: '${ 1 | ascii_upcase }'}"),
    ALWAYS_TRUE(
            "FW1515",
            WARNING,
            "Condition is always true",
            "Everything but false and null counts as true, so a text, a number, an array or an object does.",
            "if: '\"yes\"'"),
    NEVER_EQUAL(
            "FW1516",
            WARNING,
            "Values are never equal",
            "Values of different kinds are never equal, and a text that can only be one of some is never another.",
            "if: ([1] | length) == \"1\""),
    UNKNOWN_MEMBER(
            "FW1517",
            WARNING,
            "Object never has this member",
            "All members of the object are known, and this is none of them, so the result is null.",
            "set: {key: '${ {name: 1} | .nmae }'}"),
    UNREACHABLE_ALTERNATIVE(
            "FW1518",
            WARNING,
            "Alternative is never used",
            "What stands behind // is used when what stands before it is null, false or empty, or fails; it never is.",
            "set: {total: '${ ([1] | length) // 0 }'}"),
    SECRET_LEAVES(
            "FW1519",
            WARNING,
            "Secret leaves through data",
            "A secret in data is a handle: it is shown as dots and cannot be looked into, but it goes wherever the data goes."
                    + " The standard wants secrets only where they are needed.",
            "output: {as: '${ $secrets.key }'}"),
    SECRET_LOOKED_INTO(
            "FW1520",
            WARNING,
            "Secret is looked into",
            "The value of a secret is put in at the last moment, where a call uses it. An expression cannot compare, measure or"
                    + " change it; that raises an error. It can be passed on, put in a text, or written with @base64 or @uri.",
            "if: $secrets.key == \"x\""),
    TEXT_LIKE_EXPRESSION(
            "FW1521",
            WARNING,
            "Text looks like an expression",
            "In data a text is an expression only when ${ } encloses it. Without that, the text itself is the value.",
            "set: {total: .price * .count}"),
    WRONG_INPUT(
            "FW1522",
            WARNING,
            "Input is refused by the function",
            "The schema of the function's input refuses whatever can stand here, so the call always fails.",
            "call: greet\nwith: {name: 5}"),

    UNREACHABLE_TASK(
            "FW1601",
            WARNING,
            "Task is never reached",
            "The task before it ends the list or the workflow, jumps elsewhere, or never completes, and no other task leads"
                    + " here.",
            "- stop: {set: {a: 1}, then: end}\n- late: {set: {b: 2}}"),
    ENDLESS_LOOP(
            "FW1602",
            WARNING,
            "Loop without an end",
            "The tasks of the loop only compute, and none of them leads out of it. Loops in which something is called, waited"
                    + " for or emitted are left alone: they may be meant to go on for ever.",
            "- count: {set: {a: 1}, then: count}"),
    CATCH_NEVER_MATCHES(
            "FW1603",
            WARNING,
            "Error is never caught",
            "The catch asks for a type of error that none of the tasks under try can raise.",
            "try: [{a: {set: {x: 1}}}]\ncatch: {errors: {with: {type: https://example.com/errors/refused}}}"),
    CASE_NEVER_CHOSEN(
            "FW1604",
            WARNING,
            "Case is never chosen",
            "An earlier case always matches, or has the same condition. The first case that matches is chosen; the one"
                    + " without when comes last.",
            "- a: {when: .x > 1, then: end}\n- b: {when: .x > 1, then: exit}"),
    CONSTANT_CONDITION(
            "FW1605",
            WARNING,
            "Condition of a case is a constant",
            "A case whose condition does not depend on data always matches, or never.",
            "- a: {when: 'false', then: end}"),
    NO_DEFAULT_CASE(
            "FW1606",
            HINT,
            "Switch falls into the task of a case",
            "When no case matches, the workflow goes on with the next task, which one of the cases leads to as well.",
            "- choose: {switch: [{big: {when: .x > 9, then: large}}]}\n- large: {set: {size: L}}"),
    COMPETES_ALONE(
            "FW1607",
            WARNING,
            "Single branch competes",
            "With compete the first branch to complete wins, which takes two.",
            "fork: {compete: true, branches: [{a: {wait: PT1S}}]}"),
    RETRY_WITHOUT_LIMIT(
            "FW1608",
            WARNING,
            "Retry without a limit",
            "Without a limit, a condition or a timeout around it, the tasks are tried again for as long as they fail.",
            "retry: {delay: PT1S}"),
    LONGER_THAN_LIMIT(
            "FW1609",
            WARNING,
            "Longer than the timeout around it",
            "A timeout or a wait that is longer than a timeout around it never comes to its end.",
            "wait: PT1H\ntimeout: {after: PT1M}"),
    SCHEDULE_NEVER(
            "FW1610",
            WARNING,
            "Schedule makes no sense",
            "The workflow would never start by this schedule, or without a pause.",
            "schedule: {cron: 0 0 30 2 *}"),
    UNUSED_DEFINITION(
            "FW1611",
            HINT,
            "Definition is not used",
            "Nothing in the workflow refers to this definition.",
            "use: {timeouts: {short: {after: PT1S}}}"),
    EXTENDS_NOTHING(
            "FW1612",
            HINT,
            "Extension extends nothing",
            "The workflow has no task of the kind that the extension is for.",
            "use: {extensions: [{log: {extend: call, before: []}}]}"),
    UNKNOWN_METHOD(
            "FW1613",
            WARNING,
            "Unknown HTTP method",
            "The method is none of those that are registered for HTTP. It would be sent as it is, and hardly any server"
                    + " knows it. Letter case does not matter.",
            "call: http\nwith: {method: fetch, endpoint: 'https://example.com'}"),
    UNUSED_SUPPRESSION(
            "FW1701",
            HINT,
            "Nothing to ignore",
            "A comment says to ignore a code that is not reported there. It would hide the next real one.",
            "# flowork: ignore FW1502"),
    UNKNOWN_SUPPRESSION(
            "FW1702",
            WARNING,
            "Unknown code to ignore",
            "A comment that ignores names the codes, separated by blanks or commas; a reason may follow.",
            "# flowork: ignore FW9999"),
    REFUSED_SUPPRESSION(
            "FW1703",
            WARNING,
            "Error cannot be ignored",
            "Only warnings, information and hints can be ignored. A workflow with an error cannot run.",
            "# flowork: ignore FW1201"),
    UNKNOWN_VERSION(
            "FW1710",
            WARNING,
            "Version is not there",
            "Among the files that were checked there is this workflow or function, but not in this version.",
            "run: {workflow: {namespace: shop, name: order, version: '9.9.9'}}"),
    UNKNOWN_WORKFLOW(
            "FW1711",
            INFORMATION,
            "Workflow is not here",
            "Among the files that were checked there is no such workflow, but one of a similar name. The engine may know it.",
            "run: {workflow: {namespace: shop, name: ordr, version: '1.0.0'}}"),
    DUPLICATE_WORKFLOW(
            "FW1712",
            WARNING,
            "Workflow is there twice",
            "Two files have a workflow of the same namespace, name and version.",
            "document: {namespace: shop, name: order, version: '1.0.0', …} in two files"),
    ENDLESS_SUBFLOW(
            "FW1713",
            WARNING,
            "Workflow runs itself again and again",
            "Each run leads to another run of the same workflow: itself or through others, without a condition.",
            "run: {workflow: {namespace: shop, name: order, version: '1.0.0'}} in shop/order"),
    MISSING_FILE(
            "FW1714",
            WARNING,
            "File is not there",
            "A relative path names a file beside the workflow's, and there is none.",
            "resource: {endpoint: schemas/order.json}"),
    BAD_SCHEMA(
            "FW1715",
            WARNING,
            "File is no JSON Schema",
            "The file that a schema is kept in cannot be read, or is no JSON Schema.",
            "resource: {endpoint: README.md}"),
    REFUSED_INPUT(
            "FW1716",
            WARNING,
            "Input is refused by the workflow",
            "The schema of the other workflow's input refuses whatever can stand here, so its run always fails.",
            "run: {workflow: {namespace: shop, name: pay, version: '1.0.0', input: {amount: much}}}"),
    NOWHERE(
            "FW1717",
            WARNING,
            "Reference of a schema leads nowhere",
            "What follows # is a JSON pointer into the schema or the file before it, and there is nothing at that place. What"
                    + " the schema is for always fails then.",
            "document: {$ref: 'schemas/order.json#/$defs/ordr'}"),
    NOT_IN_CATALOG(
            "FW1718",
            WARNING,
            "Function is not in the catalog",
            "A catalog keeps each function in functions/NAME/VERSION/function.yaml below its endpoint. Only catalogs in folders"
                    + " are looked at.",
            "call: greet:1.0.0@local"),
    NOT_FOLLOWED(
            "FW1719",
            WARNING,
            "Reference of a schema is not followed",
            "A schema can refer to files in the folder of the workflow. Other references are not followed when data is"
                    + " validated, so that no run depends on them: what comes to such a reference fails.",
            "document: {$ref: 'https://example.com/schemas/order.json'}");

    private static final Map<String, DiagnosticCode> BY_CODE = new LinkedHashMap<>();

    static {
        for (DiagnosticCode each : values()) {
            BY_CODE.put(each.code, each);
        }
    }

    private final String code;
    private final Severity severity;
    private final String title;
    private final String explanation;
    private final String example;

    DiagnosticCode(String code, Severity severity, String title, String explanation, String example) {
        this.code = code;
        this.severity = severity;
        this.title = title;
        this.explanation = explanation;
        this.example = example;
    }

    /** The diagnostic with a code, if there is one. */
    public static @Nullable DiagnosticCode find(String code) {
        return BY_CODE.get(code);
    }

    /** All codes. */
    public static Collection<String> codes() {
        return BY_CODE.keySet();
    }

    /** Whether it depends on other files, so that one file alone does not show it. */
    public boolean acrossFiles() {
        return code.startsWith("FW171");
    }

    /** Whether it says that a part of the text has no effect, so that it may as well go. */
    public boolean unused() {
        return switch (this) {
            case UNREACHABLE_ALTERNATIVE, UNREACHABLE_TASK, UNUSED_DEFINITION, UNUSED_SUPPRESSION, IGNORED_PROPERTY ->
                true;
            default -> false;
        };
    }

    /** Whether it says that something is written as in an older version of the language. */
    public boolean deprecated() {
        return this == OLD_FORM;
    }

    /** The stable code, such as {@code FW1201}. */
    public String code() {
        return code;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** What it is, in a few words. */
    public String title() {
        return title;
    }

    /** Why it is reported, for the documentation. */
    public String explanation() {
        return explanation;
    }

    /** A text that has it; empty when none can be shown. */
    public String example() {
        return example;
    }

    /** A diagnostic of this kind. */
    public Diagnostic at(Range range, String message) {
        return new Diagnostic(code, severity, range, message, List.of(), List.of());
    }

    /** A diagnostic of this kind with a way to mend it. */
    public Diagnostic at(Range range, String message, Diagnostic.Fix fix) {
        return new Diagnostic(code, severity, range, message, List.of(), List.of(fix));
    }

    /** A diagnostic of this kind that another place explains. */
    public Diagnostic at(Range range, String message, Diagnostic.Related related) {
        return new Diagnostic(code, severity, range, message, List.of(related), List.of());
    }
}
