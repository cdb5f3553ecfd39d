package io.flowork.host.check;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.render.DiagnosticText;
import io.flowork.host.render.Sarif;
import io.flowork.host.terminal.Paint;
import java.io.PrintStream;
import java.util.List;

/** Shows diagnostics in one of the formats there are. */
public enum Reporter {
    /** For people: the line with the place marked. */
    TEXT {
        @Override
        Sink open(PrintStream out, Paint paint) {
            return (source, diagnostics) ->
                    diagnostics.forEach(diagnostic -> out.println(DiagnosticText.of(diagnostic, source, paint)));
        }
    },
    /** One JSON object. */
    JSON {
        @Override
        Sink open(PrintStream out, Paint paint) {
            JsonArray.Builder all = new JsonArray.Builder();
            return new Sink() {
                @Override
                public void add(SourceText source, List<Diagnostic> diagnostics) {
                    diagnostics.forEach(diagnostic -> all.add(DiagnosticText.json(diagnostic, source)));
                }

                @Override
                public void close() {
                    out.println(JsonWriter.pretty(JsonObject.of("diagnostics", all.build())));
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
                    out.println(JsonWriter.pretty(log.json()));
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

    abstract Sink open(PrintStream out, Paint paint);
}
