package io.flowork.grammar.docs;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The pages about diagnostics, one for each code, and their index. */
public final class DiagnosticPages {
    private static final String HEAD = "<!-- Generated from the catalogue of diagnostics. -->\n\n";

    private DiagnosticPages() {}

    /**
     * A workflow that has a mistake.
     *
     * @param text the file
     * @param printed what is said about it
     */
    public record Example(String text, String printed) {}

    /** The page of a code, in Markdown. */
    public static String page(DiagnosticCode code, List<Example> examples) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("# ").append(code.code()).append(": ").append(code.title()).append("\n\n");
        page.append(severity(code.severity()))
                .append(". ")
                .append(code.explanation())
                .append('\n');
        String mending = Mending.of(code);
        if (!mending.isEmpty()) {
            page.append("\n## How to mend it\n\n").append(mending).append('\n');
        }
        for (Example example : examples) {
            page.append("\n## Example\n\n");
            fenced(page, "yaml", example.text());
            page.append("\nWhat `flowork check` finds, and the fixes it knows:\n\n");
            fenced(page, "text", example.printed());
        }
        if (examples.isEmpty() && !code.example().isEmpty()) {
            page.append("\n## Example\n\n");
            fenced(page, "yaml", code.example());
        }
        return page.append("\n[All diagnostics](README.md)\n").toString();
    }

    /** The index of all pages, in Markdown. */
    public static String index() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(
                "# Diagnostics\n\nEverything that `flowork check` can say about a workflow. A code never changes its"
                        + " meaning.\n`flowork explain FW1201` prints a page in the terminal.\n");
        String group = "";
        List<DiagnosticCode> codes = new ArrayList<>(List.of(DiagnosticCode.values()));
        codes.sort(Comparator.comparing(DiagnosticCode::code));
        for (DiagnosticCode code : codes) {
            String next = code.code().substring(0, 4);
            if (!next.equals(group)) {
                group = next;
                page.append("\n## ").append(group(next)).append("\n\n| Code | Severity | |\n|---|---|---|\n");
            }
            page.append("| [")
                    .append(code.code())
                    .append("](")
                    .append(code.code())
                    .append(".md) | ")
                    .append(severity(code.severity()).toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(code.title())
                    .append(" |\n");
        }
        return page.toString();
    }

    /** What the command line prints about a code. */
    public static String text(DiagnosticCode code) {
        StringBuilder text = new StringBuilder();
        text.append(code.code()).append(": ").append(code.title());
        text.append(" (")
                .append(severity(code.severity()).toLowerCase(Locale.ROOT))
                .append(")\n\n");
        text.append(code.explanation()).append('\n');
        String mending = Mending.of(code);
        if (!mending.isEmpty()) {
            text.append("\nHow to mend it: ").append(mending).append('\n');
        }
        if (!code.example().isEmpty()) {
            text.append("\nExample:\n\n    ")
                    .append(code.example().replace("\n", "\n    "))
                    .append('\n');
        }
        return text.toString();
    }

    private static void fenced(StringBuilder page, String language, String text) {
        String fence = text.contains("```") ? "````" : "```";
        page.append(fence).append(language).append('\n').append(text);
        page.append(text.endsWith("\n") || text.isEmpty() ? "" : "\n")
                .append(fence)
                .append('\n');
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case INFORMATION -> "Information";
            case HINT -> "Hint";
        };
    }

    private static String group(String prefix) {
        return switch (prefix) {
            case "FW10" -> "YAML";
            case "FW11" -> "The document";
            case "FW12" -> "Structure";
            case "FW13" -> "References";
            case "FW14" -> "Values";
            case "FW15" -> "Expressions";
            case "FW16" -> "Flow";
            case "FW17" -> "Across files";
            default -> prefix + "xx";
        };
    }
}
