package io.flowork.functions.grpc;

import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat;
import io.flowork.functions.grpc.ProtoLexer.Kind;
import io.flowork.functions.grpc.ProtoLexer.Token;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An option: its name and value, read from where the name starts to the end of the value. */
final class ProtoOption {
    private static final String FEATURES = "features.";

    private final ProtoTokens tokens;
    private final Token at;
    private final String name;
    private final String value;
    private final boolean text;

    ProtoOption(ProtoTokens tokens) throws ProtoException {
        this.tokens = tokens;
        this.at = tokens.token();
        this.name = optionName(tokens);
        tokens.expect("=");
        this.text = tokens.token().kind() == Kind.TEXT;
        if (text) {
            value = tokens.string();
        } else if (tokens.token().is("{")) {
            value = "";
            aggregate(tokens);
        } else {
            String sign = tokens.accept("-") ? "-" : "";
            if (tokens.token().kind() == Kind.SYMBOL || tokens.token().kind() == Kind.END) {
                throw tokens.unexpected(tokens.token(), "the value of the option");
            }
            value = sign
                    + (tokens.token().kind() == Kind.NAME
                            ? tokens.path()
                            : tokens.read().text());
        }
    }

    private static String optionName(ProtoTokens tokens) throws ProtoException {
        StringBuilder name = new StringBuilder();
        do {
            if (!name.isEmpty()) {
                name.append('.');
            }
            if (tokens.accept("(")) {
                name.append('(').append(tokens.path()).append(')');
                tokens.expect(")");
            } else {
                name.append(tokens.name());
            }
        } while (tokens.accept("."));
        return name.toString();
    }

    private static void aggregate(ProtoTokens tokens) throws ProtoException {
        Token start = tokens.token();
        int open = 0;
        do {
            if (tokens.token().kind() == Kind.END) {
                throw tokens.at(start, "a brace is not closed");
            }
            Token next = tokens.read();
            open += next.is("{") ? 1 : next.is("}") ? -1 : 0;
        } while (open > 0);
    }

    boolean is(String other) {
        return name.equals(other);
    }

    /** Gives the value of an option that is true or false. */
    void flag(String option, Consumer<Boolean> to) {
        if (is(option)) {
            to.accept(Boolean.parseBoolean(value));
        }
    }

    /** Gives the value of an option that is a string. */
    void text(String option, Consumer<String> to) {
        if (is(option)) {
            to.accept(utf8());
        }
    }

    private String utf8() {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The value as the default of a field of a type, as protobuf describes it. */
    String defaultOf(FieldDescriptorProto.Type type) {
        if (!text) {
            return value;
        }
        return type == FieldDescriptorProto.Type.TYPE_BYTES
                ? TextFormat.escapeBytes(value.getBytes(StandardCharsets.ISO_8859_1))
                : utf8();
    }

    /** Sets the feature of an edition that the option is about, if it is about one that protobuf defines. */
    void features(Supplier<FeatureSet.Builder> features) throws ProtoException {
        if (!name.startsWith(FEATURES) || name.startsWith(FEATURES + "(")) {
            return;
        }
        FieldDescriptor feature = FeatureSet.getDescriptor().findFieldByName(name.substring(FEATURES.length()));
        EnumValueDescriptor chosen = feature == null || feature.getJavaType() != FieldDescriptor.JavaType.ENUM
                ? null
                : feature.getEnumType().findValueByName(value);
        if (feature == null || chosen == null) {
            throw tokens.at(at, "'" + name + "' has no value '" + value + "'");
        }
        features.get().setField(feature, chosen);
    }
}
