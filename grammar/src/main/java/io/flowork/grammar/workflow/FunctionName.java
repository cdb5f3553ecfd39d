package io.flowork.grammar.workflow;

/** How a call names its function, when that is neither a protocol nor a function of the workflow. */
public sealed interface FunctionName {
    /** The catalog that every workflow has. */
    String DEFAULT_CATALOG = "default";

    /**
     * A function in a file.
     *
     * @param uri where the file is, without a fragment
     */
    record Url(String uri) implements FunctionName {}

    /**
     * A function of a catalog.
     *
     * @param name its name
     * @param version its version
     * @param catalog the catalog's name in {@code use.catalogs}, or {@link #DEFAULT_CATALOG}
     */
    record Catalogued(String name, String version, String catalog) implements FunctionName {
        /** Where the function's file is below the catalog's root. */
        public String path() {
            return "functions/" + name + "/" + version + "/function.yaml";
        }
    }

    /**
     * A function that the engine has.
     *
     * @param name its name
     */
    record Known(String name) implements FunctionName {}

    /** Reads the name as it is written after {@code call:}. */
    static FunctionName of(String text) {
        if (text.indexOf("://") > 0) {
            int fragment = text.indexOf('#');
            return new Url(fragment < 0 ? text : text.substring(0, fragment));
        }
        int at = text.lastIndexOf('@');
        int colon = text.indexOf(':');
        return colon > 0 && colon < at
                ? new Catalogued(text.substring(0, colon), text.substring(colon + 1, at), text.substring(at + 1))
                : new Known(text);
    }
}
