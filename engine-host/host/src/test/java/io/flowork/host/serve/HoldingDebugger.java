package io.flowork.host.serve;

import io.flowork.api.ControlRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.RunEvent;
import io.flowork.api.remote.WebSocketAccess;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A debugger in a process of its own: it holds a run at every task, says so, and waits to be killed. */
public final class HoldingDebugger {
    private HoldingDebugger() {}

    /** Arguments: the engine's address, its token, the run. */
    public static void main(String[] arguments) throws InterruptedException {
        WebSocketAccess engine = new WebSocketAccess(URI.create(arguments[0]), () -> arguments[1]);
        EngineSession session = engine.open(new EngineClient() {
            @Override
            public void runEvent(RunEvent event) {
                throw new IllegalStateException("nobody has subscribed");
            }

            @Override
            public void runHeld(HeldRun run) {
                System.out.println(run.kind() + " " + run.reference());
            }
        });
        session.control(new ControlRequest(arguments[2], "a debugger")).join();
        session.hold(new HoldRequest(arguments[2], HoldPoints.EVERYWHERE)).join();
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }
}
