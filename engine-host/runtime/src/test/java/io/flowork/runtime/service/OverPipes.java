package io.flowork.runtime.service;

import io.flowork.api.EngineAccess;
import io.flowork.api.rpc.RpcClient;
import io.flowork.api.rpc.RpcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;

/** An engine that is reached as from another process, over a pair of pipes. */
final class OverPipes {
    private OverPipes() {}

    static EngineAccess to(EngineAccess engine) {
        return client -> {
            try {
                Pipe there = Pipe.open();
                Pipe back = Pipe.open();
                Thread.ofVirtual()
                        .start(() -> RpcServer.serve(
                                engine,
                                Channels.newInputStream(there.source()),
                                Channels.newOutputStream(back.sink())));
                return RpcClient.open(
                        Channels.newInputStream(back.source()),
                        Channels.newOutputStream(there.sink()),
                        there.sink(),
                        client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
