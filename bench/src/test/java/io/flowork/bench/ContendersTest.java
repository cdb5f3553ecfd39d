package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContendersTest {
    private static final List<Contender> CONTENDERS = new ArrayList<>();

    @TempDir
    static Path store;

    @BeforeAll
    static void open() {
        CONTENDERS.add(new PeerContender());
        CONTENDERS.add(FloworkContender.withoutJournal());
        CONTENDERS.add(FloworkContender.recordingIn(store));
    }

    @AfterAll
    static void close() {
        CONTENDERS.forEach(Contender::close);
    }

    static List<Work> works() {
        return Work.all();
    }

    /** What each workflow must give, reckoned without any engine. */
    private static JsonValue expected(Work work) {
        return JsonReader.parse(
                switch (work.name()) {
                    case "a-set10" -> "{\"counter\": 10, \"name\": \"bench\", \"tag\": \"bench-9\"}";
                    case "b-for1000" ->
                        "{\"items\": " + IntStream.range(0, 1000).boxed().toList() + ", \"sum\": 499500}";
                    case "b2-for1000-const" -> "{\"sum\": 499500}";
                    case "c-fork10" ->
                        IntStream.rangeClosed(1, 10)
                                .mapToObj(i -> "{\"value\": " + i + "}")
                                .toList()
                                .toString();
                    default -> throw new IllegalArgumentException(work.name());
                });
    }

    @ParameterizedTest
    @MethodSource("works")
    void everyContenderGivesTheExpectedOutput(Work work) {
        String yaml = work.yaml(Main.projectRoot());
        for (Contender contender : CONTENDERS) {
            assertThat(contender.prepare(yaml, work.input()).output())
                    .as(contender.name())
                    .isEqualTo(expected(work));
        }
    }

    @ParameterizedTest
    @MethodSource("works")
    void theWorkflowsAreTheOnesThatPublishedFiguresAreOf(Work work) {
        Path shared = Main.projectRoot().resolve("../shared/bench/workflows/" + work.name() + ".yaml");
        assumeTrue(
                Files.exists(shared),
                "Needs the workflows that older figures were taken with, in ../shared/bench beside the project");
        assertThat(Main.projectRoot().resolve("bench/workflows/" + work.name() + ".yaml"))
                .hasSameTextualContentAs(shared);
    }
}
