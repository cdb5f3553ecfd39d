package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.remote.WebSocketAccess;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Session;
import io.flowork.host.debug.EngineRuns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs of an engine that a debugger takes control of, over real sockets. */
class RemoteLiveTest extends ServeContract {
    private static final String WAITS =
            "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}, {b: {set: {n: 1}}}, {c: {set: {n: 2}}}]";

    private FlakyProxy proxy;

    @BeforeEach
    void connect() throws IOException {
        proxy = new FlakyProxy(gateway.address().getPort());
    }

    @AfterEach
    void disconnect() {
        proxy.close();
    }

    private Runs.Open attach(String run) throws IOException {
        String token = Files.readString(folder.resolve("token")).strip();
        URI address = URI.create("http://127.0.0.1:" + proxy.port());
        return new EngineRuns(new WebSocketAccess(address, () -> token))
                .attach(new Runs.Attach(null, run, null, null, null));
    }

    private static Session session(Runs.Open open) {
        Session session = new Session(open.run(), new Control(() -> {}), line -> {});
        session.offer(open.live());
        return session;
    }

    private String waiting() {
        String run = caller.started("waits");
        caller.awaitStatus(run, "waiting");
        return run;
    }

    private static String name(Halt halt) {
        String reference = halt.at().reference();
        return halt.at().isEnd() ? "END" : reference.substring(reference.lastIndexOf('/') + 1);
    }

    @Test
    void oneRunIsHeldAndAnotherGoesOn() throws IOException {
        caller.deploy("waits", WAITS);
        String run = waiting();
        String other = waiting();
        try (Runs.Open open = attach(run)) {
            Session session = session(open);
            assertThat(name(session.enter())).isEqualTo("a");
            Halt taken = session.take();
            assertThat(taken.description()).startsWith("live, after ").contains("waits for ");
            caller.publish("go");
            caller.awaitStatus(other, "completed");
            Halt b = session.step(Session.Way.NEXT, 0);
            assertThat(name(b)).isEqualTo("b");
            assertThat(b.description()).endsWith(", live");
            assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("a");
            assertThat(name(session.resume(t -> {}))).isEqualTo("b");
            assertThat(caller.run(run).get("status").toString()).contains("running");
            try (Runs.Open second = attach(run)) {
                Session late = session(second);
                late.enter();
                assertThatThrownBy(late::take)
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("controlled by");
            }
            assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("c");
            assertThat(session.resume(t -> {}).description()).endsWith("the run has completed");
            caller.awaitStatus(run, "completed");
        }
    }

    @Test
    void aRunIsReleased() throws IOException {
        caller.deploy("waits", WAITS);
        String run = waiting();
        try (Runs.Open open = attach(run)) {
            Session session = session(open);
            session.enter();
            assertThatThrownBy(session::release).hasMessageContaining("not held");
            session.take();
            session.release();
            caller.publish("go");
            caller.awaitStatus(run, "completed");
            assertThat(session.take().description()).endsWith("the run has completed");
        }
    }

    @Test
    void thePastStaysWhenTheEngineIsLostAndTheRunGoesOn() throws IOException {
        caller.deploy("waits", WAITS);
        String run = waiting();
        try (Runs.Open open = attach(run)) {
            Session session = session(open);
            session.enter();
            session.take();
            caller.publish("go");
            assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("b");
            proxy.refuse();
            proxy.cut();
            Halt lost = session.step(Session.Way.NEXT, 0);
            assertThat(lost.description()).contains("the last that is known: ", "is not held any more");
            caller.awaitStatus(run, "completed"); // nobody could let it go on
            assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("a");
            proxy.restore();
            Halt halt = session.resume(t -> {});
            while (!halt.description().endsWith("has completed")) {
                LockSupport.parkNanos(10_000_000); // the connection is made again
                halt = session.resume(t -> {});
            }
            assertThat(halt.at().isEnd()).isTrue();
        }
    }
}
