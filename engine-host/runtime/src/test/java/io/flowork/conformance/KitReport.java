package io.flowork.conformance;

import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.Result;
import io.cucumber.plugin.event.TestCaseFinished;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Collects how the scenarios ended. Cucumber makes it by its name. */
public final class KitReport implements ConcurrentEventListener {
    private static final List<Scenario> SCENARIOS = new CopyOnWriteArrayList<>();

    /**
     * A scenario that was run.
     *
     * @param feature the feature's file
     * @param line the line where it begins
     * @param name its name
     * @param passed whether it passed
     * @param error why not, if known
     */
    record Scenario(
            URI feature,
            int line,
            String name,
            boolean passed,
            @Nullable Throwable error) {}

    /** The scenarios so far. */
    static List<Scenario> scenarios() {
        return SCENARIOS;
    }

    @Override
    public void setEventPublisher(EventPublisher publisher) {
        publisher.registerHandlerFor(TestCaseFinished.class, event -> {
            Result result = event.getResult();
            SCENARIOS.add(new Scenario(
                    event.getTestCase().getUri(),
                    event.getTestCase().getLocation().getLine(),
                    event.getTestCase().getName(),
                    result.getStatus().isOk(),
                    result.getError()));
        });
    }
}
