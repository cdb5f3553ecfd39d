package io.flowork.functions.http;

import io.flowork.functions.memory.AnswerMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of a response up to a size, and stops the transfer when it is larger, or when enough is there. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final int limit;
    private final AnswerMemory.Share memory;
    private final @Nullable BodyWatch watch;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit, AnswerMemory.Share memory, @Nullable BodyWatch watch) {
        this.limit = limit;
        this.memory = memory;
        this.watch = watch;
    }

    /** Thrown when a body is larger than allowed. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("body too large");
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            try {
                if (length > limit - collected.size()) {
                    throw new TooLarge();
                }
                memory.take(length);
            } catch (TooLarge | AnswerMemory.FullException e) {
                if (subscription != null) {
                    subscription.cancel();
                }
                body.completeExceptionally(e);
                return;
            }
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            collected.writeBytes(bytes);
            if (watch != null && watch.isEnough(bytes)) {
                if (subscription != null) {
                    subscription.cancel();
                }
                body.complete(collected.toByteArray());
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
