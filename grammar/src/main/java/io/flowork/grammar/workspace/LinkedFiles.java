package io.flowork.grammar.workspace;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that workflow files name, as whoever checks them can see them. */
public interface LinkedFiles {
    /**
     * Whether a file is there.
     *
     * @param from the file that names it
     * @param path its path, relative to the folder of the naming file
     */
    boolean exists(SourceText from, String path);

    /**
     * The names of the files in the folder that a path leads to, whether there is such a file or not; empty when the
     * folder is not known.
     *
     * @param from the file that names it
     * @param path its path, relative to the folder of the naming file
     */
    List<String> siblings(SourceText from, String path);

    /**
     * A JSON Schema in a file.
     *
     * @param from the file that names it
     * @param path its path, relative to the folder of the naming file
     */
    SchemaFile schema(SourceText from, String path);

    /**
     * The functions of a catalog.
     *
     * @param from the file that names a function
     * @param catalog the catalog's folder, as a path relative to the naming file or a {@code file:} URI; null for the default
     *     one
     * @param name the function's name
     */
    Catalogued function(SourceText from, @Nullable String catalog, String name);

    /** What is in a file that should be a JSON Schema. */
    sealed interface SchemaFile {
        /**
         * A schema.
         *
         * @param document an object or a boolean
         */
        record Usable(JsonValue document) implements SchemaFile {}

        /**
         * There is such a file, but it is no schema.
         *
         * @param problem why, in plain words
         */
        record Unusable(String problem) implements SchemaFile {}

        /** There is no such file. */
        record Missing() implements SchemaFile {}
    }

    /**
     * A function in a catalog.
     *
     * @param folder where the catalog's folder would be, as an absolute path; empty when that is not known
     * @param exists whether it is there
     * @param versions the versions of the function; empty when it is not in the catalog
     * @param functions the names of all functions of the catalog
     */
    record Catalogued(String folder, boolean exists, List<String> versions, List<String> functions) {
        /** A catalog that is not known. */
        public static final Catalogued UNKNOWN = new Catalogued("", false, List.of(), List.of());

        /** Copies the lists. */
        public Catalogued {
            versions = List.copyOf(versions);
            functions = List.copyOf(functions);
        }
    }
}
