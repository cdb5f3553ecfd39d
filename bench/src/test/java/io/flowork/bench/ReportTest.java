package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonNull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @Test
    void ratiosAreTakenPairByPair() {
        var work = new Work("ten", 10, JsonNull.NULL);
        var result = new Throughput.Result(
                work, List.of("peer", "ours"), new double[][] {{100, 200, 400, 300}, {300, 400, 400, 600}});

        assertThat(Report.throughput(List.of(result))).isEqualTo("""
                                  tasks/CPU-s                 runs/CPU-s  × peer
                workflow  engine          min  median    max      median     min  median   max
                ten       peer          1,000   2,500  4,000         250
                          ours          3,000   4,000  6,000         400    1.00    2.00  3.00
                """);
    }

    @Test
    void lessTimeIsMoreSpeed() {
        var result = new JqSpeed.Result(". + 1", List.of("peer", "ours"), new double[][] {{2, 4, 6}, {1, 1, 2}});

        assertThat(Report.jq(List.of(result))).isEqualTo("""
                                 CPU-µs                 × peer
                program  engine     min  median    max     min  median   max
                . + 1    peer     2.000   4.000  6.000
                         ours     1.000   1.000  2.000    2.00    3.00  4.00
                """);
    }

    @Test
    void jqEnginesAgree() {
        JqSpeed.agree();
    }

    @Test
    void writingReplacesOnlyTheSection(@TempDir Path root) throws Exception {
        Path page = Files.createDirectory(root.resolve("docs")).resolve("benchmarks.md");
        Files.writeString(page, "before\n<!-- begin x -->\nold\n<!-- end x -->\nafter\n");

        Report.write(root, "x", "new\n");

        assertThat(page).hasContent("before\n<!-- begin x -->\n```text\nnew\n```\n<!-- end x -->\nafter\n");
    }
}
