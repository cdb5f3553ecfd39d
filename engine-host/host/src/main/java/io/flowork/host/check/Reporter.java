package io.flowork.host.check;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.render.DiagnosticText;
import io.flowork.host.render.JsonStream;
import io.flowork.host.render.Sarif;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.io.PrintStream;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Shows diagnostics in one of the formats there are. */
public enum Reporter {
    /** For people: the line with the place marked; of a file with very many, those that matter most. */
    TEXT {
        @Override
        Sink open(PrintStream out, Paint paint) {
            return (source, diagnostics) -> {
                List<Diagnostic> shown = first(diagnostics);
                shown.forEach(diagnostic -> out.println(DiagnosticText.of(diagnostic, source, paint)));
                int more = diagnostics.size() - shown.size();
                if (more > 0) {
                    out.println(paint.bold("… and " + Times.count(more) + " more in " + source.name())
                            + "; 'flowork check --json' shows all\n");
                }
            };
        }
    },
    /** One JSON object. */
    JSON {
        @Override
        Sink open(PrintStream out, Paint paint) {
            JsonStream json = new JsonStream(out).object().name("diagnostics").array();
            return new Sink() {
                @Override
                public void add(SourceText source, List<Diagnostic> diagnostics) {
                    diagnostics.forEach(diagnostic -> json.value(DiagnosticText.json(diagnostic, source)));
                }

                @Override
                public void close() {
                    json.end().end();
                }
            };
        }
    },
    /** A log for code scanning. */
    SARIF {
        @Override
        Sink open(PrintStream out, Paint paint) {
            Sarif log = new Sarif();
            return new Sink() {
                @Override
                public void add(SourceText source, List<Diagnostic> diagnostics) {
                    diagnostics.forEach(diagnostic -> log.add(diagnostic, source));
                }

                @Override
                public void close() {
                    log.write(out);
                }
            };
        }
    },
    /** Nothing at all. */
    NONE {
        @Override
        Sink open(PrintStream out, Paint paint) {
            return (source, diagnostics) -> {};
        }
    };

    /** Takes the diagnostics of one file after the other. */
    interface Sink {
        /** Shows those of one file. */
        void add(SourceText source, List<Diagnostic> diagnostics);

        /** Ends the output. */
        default void close() {}
    }

    /** The most diagnostics of one file that people are shown. */
    static final int MOST_SHOWN = 50;

    private static List<Diagnostic> first(List<Diagnostic> diagnostics) {
        if (diagnostics.size() <= MOST_SHOWN) {
            return diagnostics;
        }
        Set<Diagnostic> worst = Collections.newSetFromMap(new IdentityHashMap<>());
        diagnostics.stream()
                .sorted(Comparator.comparing(Diagnostic::severity)) // stable: in the order of the text
                .limit(MOST_SHOWN)
                .forEach(worst::add);
        return diagnostics.stream().filter(worst::contains).toList();
    }

    abstract Sink open(PrintStream out, Paint paint);
}
