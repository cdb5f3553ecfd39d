package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.workflow.EventStrategy;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds which events are consumed. */
final class EventBinder {
    private final TemplateBinder templates;

    EventBinder(TemplateBinder templates) {
        this.templates = templates;
    }

    EventStrategy strategy(MappingNode node) {
        if (node.get("one") instanceof MappingNode one) {
            return new EventStrategy.One(filter(one));
        }
        if (node.get("all") instanceof SequenceNode all) {
            return new EventStrategy.All(filters(all));
        }
        if (!(node.get("any") instanceof SequenceNode any)) {
            throw new IllegalStateException("no strategy at " + node.range());
        }
        Node until = node.get("until");
        Expression condition = templates.maybeExpression(until);
        EventStrategy consumed = until instanceof MappingNode mapping ? strategy(mapping) : null;
        return new EventStrategy.Any(filters(any), condition, consumed);
    }

    private List<EventStrategy.Filter> filters(SequenceNode node) {
        List<EventStrategy.Filter> filters = new ArrayList<>();
        for (Node item : node.items()) {
            filters.add(filter((MappingNode) item));
        }
        return List.copyOf(filters);
    }

    private EventStrategy.Filter filter(MappingNode node) {
        List<EventStrategy.Attribute> with = new ArrayList<>();
        if (node.get("with") instanceof MappingNode attributes) {
            for (MappingNode.Entry entry : attributes.entries()) {
                Property property = Language.type("eventAttributes").property(entry.name());
                Template value = property == null
                        ? templates.data(entry.value())
                        : templates.of(entry.value(), property.shape());
                with.add(new EventStrategy.Attribute(entry.name(), value));
            }
        }
        List<EventStrategy.Correlation> correlate = new ArrayList<>();
        if (node.get("correlate") instanceof MappingNode correlations) {
            for (MappingNode.Entry entry : correlations.entries()) {
                correlate.add(correlation(entry.name(), (MappingNode) entry.value()));
            }
        }
        return new EventStrategy.Filter(List.copyOf(with), List.copyOf(correlate));
    }

    private EventStrategy.Correlation correlation(String name, MappingNode node) {
        Node from = node.get("from");
        if (from == null) {
            throw new IllegalStateException("no source at " + node.range());
        }
        return new EventStrategy.Correlation(name, templates.expression(from), expectation(node.get("expect")));
    }

    private EventStrategy.@Nullable Expectation expectation(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        return switch (templates.data(node)) {
            case Template.Literal literal -> new EventStrategy.Constant(literal.value());
            case Template.Computed computed -> new EventStrategy.Computed(computed.expression());
            case Template.Loose loose -> new EventStrategy.Computed(loose.expression());
            case Template.UriTemplate ignored -> new EventStrategy.Constant(node.json());
            case Template.ArrayOf ignored -> new EventStrategy.Constant(node.json());
            case Template.ObjectOf ignored -> new EventStrategy.Constant(node.json());
        };
    }
}
