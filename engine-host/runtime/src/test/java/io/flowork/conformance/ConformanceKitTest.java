package io.flowork.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.core.cli.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every feature of the standard's conformance kit, as it is. */
class ConformanceKitTest {
    private static final int SCENARIOS = 21;

    @TestFactory
    Stream<DynamicTest> everyScenarioPasses() {
        Path features = Specification.folder("ctk").resolve("features");
        Main.run(
                new String[] {
                    "--glue",
                    "io.flowork.conformance",
                    "--plugin",
                    KitReport.class.getName(),
                    "--no-summary",
                    features.toUri().toString()
                },
                ConformanceKitTest.class.getClassLoader());
        List<KitReport.Scenario> scenarios = KitReport.scenarios();
        System.out.printf(
                "conformance: %d of %d%n",
                scenarios.stream().filter(KitReport.Scenario::passed).count(), scenarios.size());
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        "the kit is complete", () -> assertThat(scenarios).hasSizeGreaterThanOrEqualTo(SCENARIOS))),
                scenarios.stream().map(ConformanceKitTest::test));
    }

    private static DynamicTest test(KitReport.Scenario scenario) {
        String feature = Path.of(scenario.feature()).getFileName().toString();
        return DynamicTest.dynamicTest(feature + ":" + scenario.line() + " " + scenario.name(), () -> {
            if (!scenario.passed()) {
                throw new AssertionError("the scenario '" + scenario.name() + "' did not pass", scenario.error());
            }
        });
    }
}
