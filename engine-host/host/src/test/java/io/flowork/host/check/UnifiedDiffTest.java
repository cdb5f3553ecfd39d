package io.flowork.host.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {
    @Test
    void changesNearEachOtherShareAHunk() {
        assertThat(UnifiedDiff.of("f", "a\nb\nc\nd\n", "a\nB\nc\nD")).isEqualTo("""
                        --- a/f
                        +++ b/f
                        @@ -1,4 +1,4 @@
                         a
                        -b
                        +B
                         c
                        -d
                        +D
                        \\ No newline at end of file
                        """);
        assertThat(UnifiedDiff.of("f", "a\n", "a\n")).isEmpty();
    }

    @Test
    void patchMakesTheOneTheOther(@TempDir Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasPatch(), "SKIPPED: there is no program 'patch'; install it");
        long seed = Long.getLong("flowork.seed", 20261122);
        System.out.println("UnifiedDiffTest.patchMakesTheOneTheOther: -Dflowork.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            List<String> before = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                before.add("line " + random.nextInt(9));
            }
            List<String> after = new ArrayList<>(before);
            for (int i = random.nextInt(6); i >= 0; i--) {
                after.set(random.nextInt(after.size()), "changed " + random.nextInt(9));
            }
            if (random.nextInt(3) == 0) {
                after.add(random.nextInt(after.size()), "added");
            }
            String end = random.nextBoolean() ? "\n" : "";
            String from = String.join("\n", before) + "\n";
            String to = String.join("\n", after) + end;
            Path file = Files.writeString(folder.resolve("f"), from);
            Path diff = Files.writeString(folder.resolve("diff"), UnifiedDiff.of("f", from, to));
            Process patch = new ProcessBuilder("patch", "-s", "-p1", "-i", diff.toString())
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(patch.waitFor()).as(Files.readString(diff)).isZero();
            assertThat(Files.readString(file)).as(Files.readString(diff)).isEqualTo(to);
        }
    }

    private static boolean hasPatch() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "patch")));
    }
}
