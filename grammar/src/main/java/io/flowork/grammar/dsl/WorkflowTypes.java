package io.flowork.grammar.dsl;

import static io.flowork.grammar.dsl.Shapes.*;

import io.flowork.grammar.dsl.Shape.Format;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.json.JsonString;
import java.util.List;

/** The workflow itself, and what its tasks share. */
final class WorkflowTypes {
    private WorkflowTypes() {}

    static List<ObjectType> all() {
        return List.of(
                ObjectType.of(
                                "workflow",
                                "A workflow: what it is called, what it takes and gives, and what it does.",
                                Property.of("document", of("document"), "Names the workflow and its versions.")
                                        .needed(),
                                Property.of("input", of("input"), "Checks and transforms what the workflow is given."),
                                Property.of("use", of("use"), "Definitions that tasks refer to by name."),
                                Property.of("do", TASKS, "The tasks to do, in order.")
                                        .needed(),
                                Property.of(
                                        "timeout",
                                        either(reference(Section.TIMEOUTS), of("timeout")),
                                        "How long a run may take."),
                                Property.of("output", of("output"), "Transforms and checks what the workflow gives."),
                                Property.of("schedule", of("schedule"), "When the workflow starts by itself."),
                                Property.of("evaluate", of("evaluate"), "How expressions are evaluated.")
                                        .since(Property.NEXT))
                        .open(),
                ObjectType.of(
                        "document",
                        "Names a workflow and says which version of the DSL it is written in.",
                        Property.of("dsl", text(Format.DSL_VERSION), "The version of the DSL.")
                                .needed()
                                .such("'1.0.3'"),
                        Property.of("namespace", text(Format.NAME), "The namespace the name is unique in.")
                                .needed()
                                .such("default"),
                        Property.of("name", text(Format.NAME), "The workflow's name.")
                                .needed()
                                .such("order-pizza"),
                        Property.of("version", text(Format.VERSION), "The workflow's semantic version.")
                                .needed()
                                .such("'0.1.0'"),
                        Property.of("title", TEXT, "A title for people."),
                        Property.of("summary", TEXT, "What the workflow does, in Markdown."),
                        Property.of("tags", OBJECT, "Keys and values to find it by."),
                        Property.of("metadata", OBJECT, "Anything else tools want to keep with it.")),
                ObjectType.of(
                        "use",
                        "Definitions that tasks refer to by name.",
                        Property.of("authentications", map(of("authentication")), "Ways to authenticate."),
                        Property.of("errors", map(of("error")), "Errors to raise."),
                        Property.of(
                                "extensions",
                                new Shape.NamedList(of("extension"), 0),
                                "Tasks to do before or after other tasks."),
                        Property.of("functions", map(new Shape.OneTask()), "Tasks to call by name."),
                        Property.of("retries", map(of("retry")), "Policies for trying again."),
                        Property.of("secrets", list(TEXT), "The names of the secrets the workflow may read."),
                        Property.of("timeouts", map(of("timeout")), "Limits of time."),
                        Property.of("catalogs", map(of("catalog")), "Where to find functions defined elsewhere.")),
                ObjectType.of(
                        "schedule",
                        "When a workflow starts by itself.",
                        Property.of("every", DURATION, "The time between two starts."),
                        Property.of("cron", text(Format.CRON), "The times to start at, as a cron expression.")
                                .such("'0 0 * * *'"),
                        Property.of("after", DURATION, "How long after its end it starts again."),
                        Property.of("on", of("eventStrategy"), "The events that start it."),
                        Property.of("read", oneOf("data", "envelope", "raw"), "What of those events is its input.")
                                .standard(JsonString.of("data"))
                                .needs("on")
                                .since(Property.NEXT)),
                ObjectType.of(
                        "evaluate",
                        "How expressions are evaluated.",
                        Property.of("language", text(Format.LANGUAGE), "The language of expressions.")
                                .standard(JsonString.of("jq")),
                        Property.of(
                                        "mode",
                                        oneOf("strict", "loose"),
                                        "Strict: only ${ } is evaluated; loose: every text is tried.")
                                .standard(JsonString.of("strict"))),
                ObjectType.of(
                        "input",
                        "Checks and transforms the input.",
                        Property.of("schema", of("schema"), "What the raw input must satisfy."),
                        Property.of("from", TRANSFORM, "Makes the input that is worked with from the raw one.")
                                .such(".order")),
                ObjectType.of(
                        "output",
                        "Transforms and checks the output.",
                        Property.of("schema", of("schema"), "What the transformed output must satisfy."),
                        Property.of("as", TRANSFORM, "Makes the output from the raw one.")
                                .such(".content")),
                ObjectType.of(
                        "export",
                        "Sets the workflow's context.",
                        Property.of("schema", of("schema"), "What the new context must satisfy."),
                        Property.of(
                                        "as",
                                        TRANSFORM,
                                        "Makes the new context, which replaces the old one, from the output.")
                                .such("'$context + {id: .id}'")),
                ObjectType.of(
                                "schema",
                                "What data must be like.",
                                Property.of("format", TEXT, "The schema's language, with a version if need be.")
                                        .standard(JsonString.of("json")),
                                Property.of("document", ANY, "The schema itself."),
                                Property.of("resource", RESOURCE, "Where the schema is kept."))
                        .oneOf("document", "resource"),
                ObjectType.of(
                        "timeout",
                        "A limit of time.",
                        Property.of("after", DURATION, "How long it may take.").needed()),
                ObjectType.of(
                        "catalog",
                        "A place where functions are kept.",
                        Property.of("endpoint", ENDPOINT, "Its root URL.").needed()),
                ObjectType.of(
                        "externalResource",
                        "A document kept elsewhere.",
                        Property.of("name", TEXT, "What to call it."),
                        Property.of("endpoint", ENDPOINT, "Where it is.").needed()),
                ObjectType.of(
                        "endpoint",
                        "An address, and how to authenticate there.",
                        Property.of("uri", new Shape.Uri(true, true), "The address.")
                                .needed(),
                        Property.of("authentication", AUTHENTICATION, "How to authenticate.")),
                ObjectType.of(
                        "extension",
                        "Tasks to do before or after other tasks.",
                        Property.of(
                                        "extend",
                                        oneOf(
                                                "call",
                                                "composite",
                                                "emit",
                                                "for",
                                                "listen",
                                                "raise",
                                                "run",
                                                "set",
                                                "switch",
                                                "try",
                                                "wait",
                                                "all"),
                                        "The kind of task it extends.")
                                .needed(),
                        Property.of("when", EXPRESSION, "Whether to apply it to a task."),
                        Property.of("before", TASKS, "The tasks to do before; 'then: exit' skips the extended task."),
                        Property.of("after", TASKS, "The tasks to do after.")),
                ObjectType.of(
                        "error",
                        "An error, after RFC 9457.",
                        Property.of("type", URI_OR_EXPRESSION, "A URI that says what kind of error it is.")
                                .needed(),
                        Property.of("status", INTEGER, "A status code, as in HTTP.")
                                .needed(),
                        Property.of(
                                "instance",
                                new Shape.Text(Format.POINTER, true),
                                "A JSON pointer to where it comes from."),
                        Property.of("title", TEMPLATE, "What it is, in a few words."),
                        Property.of("detail", TEMPLATE, "What happened this time.")),
                ObjectType.of(
                                "errorFilter",
                                "What an error must be like, value by value.",
                                Property.of("type", TEXT, "Its type."),
                                Property.of("status", INTEGER, "Its status."),
                                Property.of("instance", TEXT, "Where it comes from."),
                                Property.of("title", TEXT, "Its title."),
                                Property.of("detail", TEXT, "Its detail.").since(Property.NEXT))
                        .data()
                        .atLeast(1),
                ObjectType.of(
                        "retry",
                        "How to try again.",
                        Property.of("when", EXPRESSION, "Whether to try again."),
                        Property.of("exceptWhen", EXPRESSION, "Whether not to try again."),
                        Property.of("delay", DURATION, "How long to wait before."),
                        Property.of("backoff", of("backoff"), "How the delay grows."),
                        Property.of("limit", of("retryLimit"), "When to give up."),
                        Property.of("jitter", of("jitter"), "A random part of the delay.")),
                ObjectType.of(
                                "backoff",
                                "How the delay between attempts grows.",
                                Property.of("constant", OBJECT, "It stays the same."),
                                Property.of("exponential", OBJECT, "It doubles each time."),
                                Property.of("linear", OBJECT, "It grows by the same each time."))
                        .oneOf("constant", "exponential", "linear"),
                ObjectType.of(
                        "retryLimit",
                        "When to give up trying.",
                        Property.of("attempt", of("attemptLimit"), "Limits of the attempts."),
                        Property.of("duration", DURATION, "How long all attempts together may take.")),
                ObjectType.of(
                        "attemptLimit",
                        "Limits of the attempts.",
                        Property.of("count", INTEGER, "How often to try again."),
                        Property.of("duration", DURATION, "How long one attempt may take.")),
                ObjectType.of(
                        "jitter",
                        "A random time added to the delay.",
                        Property.of("from", DURATION, "The least.").needed(),
                        Property.of("to", DURATION, "The most.").needed()),
                ObjectType.of(
                                "duration",
                                "A length of time, as a sum of units.",
                                Property.of("days", INTEGER, "Days."),
                                Property.of("hours", INTEGER, "Hours."),
                                Property.of("minutes", INTEGER, "Minutes."),
                                Property.of("seconds", INTEGER, "Seconds."),
                                Property.of("milliseconds", INTEGER, "Milliseconds."))
                        .atLeast(1));
    }
}
