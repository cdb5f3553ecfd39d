package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.gateway.CurrentToken;
import io.flowork.gateway.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CurrentTokenTest {
    @TempDir
    Path folder;

    @Test
    void whatTheFileHasCountsASecondLater() throws IOException {
        AtomicLong now = new AtomicLong(5);
        Path file = folder.resolve(TokenFile.NAME);
        CurrentToken token = new CurrentToken(folder, now::get);
        String first = token.get();
        assertThat(Files.readString(file).strip()).isEqualTo(first);

        Files.writeString(file, "second\n");
        now.addAndGet(CurrentToken.EVERY.toNanos() - 1);
        assertThat(token.get()).isEqualTo(first);
        now.addAndGet(1);
        assertThat(token.get()).isEqualTo("second");

        Files.writeString(file, "");
        now.addAndGet(CurrentToken.EVERY.toNanos());
        assertThat(token.get()).as("an empty file is one that is being written").isEqualTo("second");

        Files.delete(file);
        now.addAndGet(CurrentToken.EVERY.toNanos());
        assertThat(token.get()).as("a new one is made").isNotIn("second", first);
        assertThat(Files.readString(file).strip()).isEqualTo(token.get());
    }
}
