package io.flowork.lsp.color;

import java.util.Arrays;
import java.util.List;

/** What a coloured part is. These are types of the protocol (LSP 3.17, {@code SemanticTokenTypes}), in the legend's order. */
public enum TokenType {
    /** A key or word of the language, or of jq. */
    KEYWORD("keyword"),
    /** A task, a function of the workflow, or one of jq. */
    FUNCTION("function"),
    /** A name of {@code use}, or a variable of an expression. */
    VARIABLE("variable"),
    /** A parameter of a function that an expression defines. */
    PARAMETER("parameter"),
    /** A key of data, or a field in an expression. */
    PROPERTY("property"),
    /** One of the values that the language lists. */
    ENUM_MEMBER("enumMember"),
    /** A format of jq, such as {@code @base64}. */
    MACRO("macro"),
    STRING("string"),
    NUMBER("number"),
    OPERATOR("operator"),
    COMMENT("comment");

    private final String protocol;

    TokenType(String protocol) {
        this.protocol = protocol;
    }

    /** The protocol's names of all, in order. */
    public static List<String> legend() {
        return Arrays.stream(values()).map(type -> type.protocol).toList();
    }
}
