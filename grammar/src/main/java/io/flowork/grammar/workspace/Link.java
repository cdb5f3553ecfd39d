package io.flowork.grammar.workspace;

import io.flowork.grammar.schema.SchemaReferences;
import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/** Something outside of a file that the file names. */
public sealed interface Link {
    /** Where it is named. */
    Range range();

    /**
     * A workflow to run.
     *
     * @param namespace its namespace
     * @param name its name
     * @param version its version, or {@code latest}
     * @param namespaceRange where its namespace stands
     * @param range where its name stands
     * @param versionRange where its version stands
     */
    record Subflow(String namespace, String name, String version, Range namespaceRange, Range range, Range versionRange)
            implements Link {}

    /**
     * A function of a catalog.
     *
     * @param name its name
     * @param version its version
     * @param catalog the catalog's folder, as a path or a {@code file:} URI; null for the default catalog
     * @param range where name and version stand
     */
    record Function(String name, String version, @Nullable String catalog, Range range) implements Link {}

    /**
     * A file, by a path relative to the file that names it.
     *
     * @param path the path, with {@code /} between folders
     * @param schema whether it must be a JSON Schema
     * @param range where it stands
     */
    record Resource(String path, boolean schema, Range range) implements Link {}

    /**
     * What a schema in the workflow refers to.
     *
     * @param reference the reference
     * @param exists whether it leads somewhere, as far as the schema itself tells
     * @param meant the fragment that may have been meant if it leads nowhere; null if there is none like it
     * @param range where it stands
     */
    record SchemaPart(
            SchemaReferences.Reference reference,
            boolean exists,
            @Nullable String meant,
            Range range) implements Link {}
}
