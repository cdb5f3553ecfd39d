package io.flowork.lsp.color;

import java.util.Arrays;
import java.util.List;

/** What else is to be said of a coloured part (LSP 3.17, {@code SemanticTokenModifiers}), in the legend's order. */
public enum TokenModifier {
    /** The name is given here. */
    DECLARATION("declaration"),
    /** The name is given here, with all that it stands for. */
    DEFINITION("definition"),
    /** It never changes. */
    READONLY("readonly"),
    /** A form of older versions. */
    DEPRECATED("deprecated"),
    /** The standard or jq has it. */
    DEFAULT_LIBRARY("defaultLibrary");

    private final String protocol;

    TokenModifier(String protocol) {
        this.protocol = protocol;
    }

    /** Its bit among the modifiers of a part. */
    @SuppressWarnings("EnumOrdinal") // by the protocol its place in the legend is its bit
    public int bit() {
        return 1 << ordinal();
    }

    /** The protocol's names of all, in order. */
    public static List<String> legend() {
        return Arrays.stream(values()).map(modifier -> modifier.protocol).toList();
    }
}
