package io.flowork.grammar.dsl;

import io.flowork.grammar.dsl.Shape.Format;
import java.util.List;

/** Shapes that many properties share. */
final class Shapes {
    static final Shape TEXT = new Shape.Text(Format.NONE, false);
    static final Shape TEMPLATE = new Shape.Text(Format.NONE, true);
    static final Shape ANY = new Shape.Data(false, 0, false);
    static final Shape ANY_TEMPLATE = new Shape.Data(false, 0, true);
    static final Shape OBJECT = new Shape.Data(true, 0, false);
    static final Shape OBJECT_TEMPLATE = new Shape.Data(true, 0, true);
    static final Shape FLAG = new Shape.Flag();
    static final Shape INTEGER = new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Shape DURATION = new Shape.Span();
    static final Shape EXPRESSION = new Shape.Expression(false);
    static final Shape ENCLOSED = new Shape.Expression(true);
    static final Shape URI = new Shape.Uri(false, false);
    static final Shape URI_OR_EXPRESSION = new Shape.Uri(false, true);
    static final Shape URI_TEMPLATE = new Shape.Uri(true, false);
    static final Shape TASKS = new Shape.Tasks(false);
    static final Shape FLOW = new Shape.Flow();
    static final Shape TEXTS = list(TEMPLATE);
    static final Shape TRANSFORM = either(EXPRESSION, OBJECT_TEMPLATE);
    static final Shape ENDPOINT = either(new Shape.Uri(true, true), of("endpoint"));
    static final Shape RESOURCE = of("externalResource");
    static final Shape AUTHENTICATION = of("authenticationOrReference");
    static final Shape TEXT_MAP = either(ENCLOSED, new Shape.MapOf(TEMPLATE));

    private Shapes() {}

    static Shape of(String type) {
        return new Shape.Of(type);
    }

    static Shape list(Shape items) {
        return new Shape.ListOf(items, 0);
    }

    static Shape map(Shape values) {
        return new Shape.MapOf(values);
    }

    static Shape either(Shape... alternatives) {
        return new Shape.Either(List.of(alternatives));
    }

    static Shape oneOf(String... values) {
        return new Shape.OneOf(List.of(values));
    }

    static Shape reference(Shape.Section section) {
        return new Shape.Reference(section);
    }

    static Shape text(Format format) {
        return new Shape.Text(format, false);
    }
}
