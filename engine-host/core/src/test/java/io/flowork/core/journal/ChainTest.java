package io.flowork.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChainTest {
    private static final byte[] SALT = new byte[Chain.SALT_BYTES];
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.UTF_8);

    @Test
    void isWhatRecordingsInTheWorldContain() {
        byte[] start = Chain.start("run", "program", 1);
        byte[] hash = Chain.next(start, 0, 1, 2, "started", 3, Chain.commitment(SALT, PAYLOAD));
        assertThat(HexFormat.of().formatHex(start))
                .isEqualTo("a72b07aeaa7c91aa6e61c81195709846c3a209ac5f73af8098d177466ea37ae8");
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("a0370ec0667f0491777184229150ade9ccddcb7f8ed30714babf381b3bc4d5cf");
    }

    @Test
    void everythingInAnEntryCounts() {
        byte[] start = Chain.start("run", "program", 1);
        byte[] commitment = Chain.commitment(SALT, PAYLOAD);
        byte[] otherSalt = SALT.clone();
        otherSalt[0] = 1;
        Set<String> hashes = new HashSet<>();
        for (byte[] hash : new byte[][] {
            Chain.next(start, 0, 1, 2, "started", 3, commitment),
            Chain.next(start, 9, 1, 2, "started", 3, commitment),
            Chain.next(start, 0, 9, 2, "started", 3, commitment),
            Chain.next(start, 0, 1, 9, "started", 3, commitment),
            Chain.next(start, 0, 1, 2, "Started", 3, commitment),
            Chain.next(start, 0, 1, 2, "started", 9, commitment),
            Chain.next(start, 0, 1, 2, "started", 3, Chain.commitment(otherSalt, PAYLOAD)),
            Chain.next(start, 0, 1, 2, "started", 3, Chain.commitment(SALT, SALT)),
            Chain.next(Chain.start("ru", "nprogram", 1), 0, 1, 2, "started", 3, commitment),
            Chain.next(Chain.start("run", "program", 2), 0, 1, 2, "started", 3, commitment)
        }) {
            hashes.add(HexFormat.of().formatHex(hash));
        }
        assertThat(hashes).hasSize(10);
    }

    @Test
    void aSaltHasItsFullLength() {
        assertThatThrownBy(() -> Chain.commitment(new byte[8], PAYLOAD)).isInstanceOf(IllegalArgumentException.class);
    }
}
