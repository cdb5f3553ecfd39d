package io.flowork.grammar.workspace;

import io.flowork.grammar.text.SourceText;
import java.util.List;
import java.util.Optional;

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
     * What is wrong with a JSON Schema in a file, in plain words; empty if nothing is, or if it cannot be told.
     *
     * @param from the file that names it
     * @param path its path, relative to the folder of the naming file
     */
    Optional<String> schemaProblem(SourceText from, String path);

    /**
     * The versions of a function in the workspace's catalog; empty when the function is not in it.
     *
     * @param from the file that names the function
     * @param name the function's name
     */
    List<String> functionVersions(SourceText from, String name);
}
