package io.flowork.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.docs.WorkflowSchema;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The language model beside the schema that the standard publishes: on documents changed at random both say the same, or
 * the difference belongs to a class that {@code docs/language.md} explains. {@code -Dlanguage.seed=N} starts from other
 * random numbers, {@code -Dlanguage.documents=N} makes more documents.
 */
class LanguageDifferentialTest {
    private static final long STRIDE = 1_000_000_000L;
    private static final String UNEXPLAINED = "unexplained";
    private static final List<String> KEYS = keys();
    private static final List<String> VALUES = values();

    @Test
    void verdictsAgree() throws IOException {
        long seed = Long.getLong("language.seed", 1);
        int count = Integer.getInteger("language.documents", 5000);
        Comparison comparison = new Comparison(schema(Corpus.publishedSchema()), generated(), Corpus.workflows());
        List<Verdict> verdicts = LongStream.range(seed * STRIDE, seed * STRIDE + count)
                .parallel()
                .mapToObj(comparison::compare)
                .toList();
        print("Language model beside the published schema, seed " + seed, verdicts, Verdict::published);
        print("Language model beside the generated schema, seed " + seed, verdicts, Verdict::generated);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.published.equals(UNEXPLAINED))
                .isEmpty();
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.generated.equals(UNEXPLAINED))
                .isEmpty();
    }

    @Test
    void theGeneratedSchemaAcceptsEveryExample() throws IOException {
        Schema generated = generated();
        for (JsonNode source : Corpus.workflows()) {
            assertThat(generated.validate(source)).as(source.toString()).isEmpty();
        }
    }

    private static void print(String title, List<Verdict> verdicts, Function<Verdict, String> kind) {
        Map<String, Integer> table = new TreeMap<>();
        verdicts.forEach(verdict -> table.merge(kind.apply(verdict), 1, Integer::sum));
        System.out.println(title + ", " + verdicts.size() + " documents");
        table.forEach((name, number) -> System.out.printf("  %6d  %s%n", number, name));
    }

    /**
     * What became of one document.
     *
     * @param published its line in the table beside the published schema
     * @param generated its line in the table beside the generated schema
     * @param details what to look at when it is unexplained
     */
    record Verdict(String published, String generated, String details) {}

    /** Makes documents from numbers and compares what is said about them. */
    private record Comparison(Schema published, Schema generated, List<JsonNode> sources) {
        Verdict compare(long number) {
            Random random = new Random(number);
            Mutations mutations = new Mutations(random, KEYS, VALUES);
            JsonNode document = random.nextInt(3) == 0
                    ? new ModelDocuments(random).workflow()
                    : sources.get(random.nextInt(sources.size())).deepCopy();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                mutations.mutate(document, sources.get(random.nextInt(sources.size())));
            }
            String text = document.toString();
            List<Diagnostic> errors =
                    WorkflowAnalysis.analyze(SourceText.of("mutated.json", text)).diagnostics().stream()
                            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                            .toList();
            String beside = besidePublished(document, text, errors);
            String own = besideGenerated(document, text, errors);
            String details = beside.equals(UNEXPLAINED) || own.equals(UNEXPLAINED)
                    ? number + ": " + errors + " beside " + published.validate(document) + " and "
                            + generated.validate(document) + " in " + document
                    : "";
            return new Verdict(beside, own, details);
        }

        private String besidePublished(JsonNode document, String text, List<Diagnostic> errors) {
            boolean valid = published.validate(document, OutputFormat.BOOLEAN);
            String stricter = null;
            boolean structural = false;
            for (Diagnostic error : errors) {
                String explained = LanguageDifferences.stricter(error, text);
                structural |= explained == null;
                // What else is wrong with the second way does not matter to the schema.
                if (stricter == null || LanguageDifferences.TWO_WAYS.equals(explained)) {
                    stricter = explained;
                }
            }
            if (valid && errors.isEmpty()) {
                return "both accept";
            } else if (valid) {
                boolean known = stricter != null && (!structural || stricter.equals(LanguageDifferences.TWO_WAYS));
                return known ? "only we reject: " + stricter : UNEXPLAINED;
            } else if (structural) {
                return "both reject";
            }
            String explained = LanguageDifferences.looser(document, published, !errors.isEmpty());
            return explained == null ? UNEXPLAINED : explained;
        }

        private String besideGenerated(JsonNode document, String text, List<Diagnostic> errors) {
            if (!generated.validate(document, OutputFormat.BOOLEAN)) {
                return errors.isEmpty() ? UNEXPLAINED : "both reject";
            }
            for (Diagnostic error : errors) {
                if (LanguageDifferences.beyondSchemas(error, text) == null) {
                    return UNEXPLAINED;
                }
            }
            return errors.isEmpty()
                    ? "both accept"
                    : "only we reject: " + LanguageDifferences.beyondSchemas(errors.getFirst(), text);
        }
    }

    private static Schema generated() {
        return schema(Corpus.json(JsonWriter.compact(WorkflowSchema.json())));
    }

    private static Schema schema(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                        .formatAssertionsEnabled(true)
                                        .failFast(true)
                                        .build())
                                .schemaLoader(loader -> loader.fetchRemoteResources(false)))
                .getSchema(schema);
    }

    private static List<ObjectType> types() {
        List<ObjectType> types = new ArrayList<>(Language.types().values());
        types.addAll(Language.taskKinds().values());
        return types;
    }

    private static List<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        types().forEach(type -> keys.addAll(Language.keys(type)));
        return List.copyOf(keys);
    }

    private static List<String> values() {
        TreeSet<String> values = new TreeSet<>(Language.protocols());
        for (ObjectType type : types()) {
            for (Property property : type.properties()) {
                if (property.shape() instanceof Shape.OneOf one) {
                    values.addAll(one.values());
                }
            }
        }
        return List.copyOf(values);
    }
}
