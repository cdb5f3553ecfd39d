package io.flowork.lsp.testing;

import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All workflows that are at hand: ours, right and wrong ones, and the standard's where they are there. */
public final class ManyWorkflows {
    private ManyWorkflows() {}

    /** The texts, in the order of their paths. */
    public static List<SourceText> all() {
        List<SourceText> all = new ArrayList<>();
        Path root = Cases.root();
        for (String folder : List.of("testdata/workflows", "testdata/diagnostics", "../shared/spec/examples")) {
            if (Files.isDirectory(root.resolve(folder))) {
                add(root.resolve(folder), all);
            }
        }
        return all;
    }

    private static void add(Path folder, List<SourceText> all) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(ManyWorkflows::isWorkflow).sorted().toList()) {
                all.add(SourceText.of("/" + file.getFileName(), Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWorkflow(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".json"));
    }
}
