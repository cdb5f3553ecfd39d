package io.flowork.grammar.dsl;

import static io.flowork.grammar.dsl.Shapes.*;

import io.flowork.grammar.dsl.Shape.Format;
import java.util.List;

/** Events: what they are like, and how they are consumed. */
final class EventTypes {
    private EventTypes() {}

    static List<ObjectType> all() {
        Property[] attributes = {
            Property.of("id", TEMPLATE, "Its identifier."),
            Property.of("source", URI_OR_EXPRESSION, "Where it happened."),
            Property.of("type", TEMPLATE, "What kind of event it is.").such("com.example.order.placed.v1"),
            Property.of("time", new Shape.Text(Format.TIME, true), "When it happened, as RFC 3339 date and time."),
            Property.of("subject", TEMPLATE, "What it is about."),
            Property.of("datacontenttype", TEMPLATE, "The media type of its data."),
            Property.of("dataschema", URI_OR_EXPRESSION, "The schema of its data."),
            Property.of("data", ANY_TEMPLATE, "Its data.")
        };
        Property[] emitted = attributes.clone();
        emitted[2] = attributes[2].needed();
        Property one = Property.of("one", of("eventFilter"), "The one event to wait for.");
        Property any = Property.of("any", list(of("eventFilter")), "Events of which the first ends the wait.");
        Property all = Property.of("all", list(of("eventFilter")), "Events that must all come.");
        return List.of(
                ObjectType.of(
                                "eventStrategy",
                                "Which events are consumed.",
                                one,
                                any,
                                all,
                                Property.of(
                                                "until",
                                                either(EXPRESSION, of("eventStrategyOnce")),
                                                "Goes on consuming until a condition holds or other events come.")
                                        .needs("any"))
                        .oneOf("one", "any", "all"),
                ObjectType.of("eventStrategyOnce", "The events that end listening.", one, any, all)
                        .oneOf("one", "any", "all"),
                ObjectType.of(
                        "eventFilter",
                        "What an event must be like.",
                        Property.of("with", of("eventAttributes"), "Its attributes: values to equal, or expressions.")
                                .needed(),
                        Property.of("correlate", map(of("correlation")), "Values that link events.")),
                ObjectType.of(
                                "correlation",
                                "A value that links events.",
                                Property.of("from", EXPRESSION, "Takes the value from the event.")
                                        .needed()
                                        .such(".data.orderId"),
                                Property.of("expect", TEMPLATE, "The value it must have; else the first one counts."))
                        .open(),
                ObjectType.of("eventAttributes", "The attributes of an event.", attributes)
                        .data()
                        .atLeast(1),
                ObjectType.of("emittedEvent", "The attributes of an event to emit.", emitted)
                        .data(),
                ObjectType.of(
                        "iterator",
                        "What to do for each event or message.",
                        Property.of("item", TEXT, "The variable of the event or message."),
                        Property.of("at", TEXT, "The variable of its index."),
                        Property.of("do", TASKS, "The tasks to do."),
                        Property.of("output", of("output"), "Transforms and checks what each turn gives."),
                        Property.of("export", of("export"), "Sets the context after each turn.")));
    }
}
