package io.flowork.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which errors are of one group. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FingerprintTest {
    /** The messages in one row are one group, those of different rows are not. */
    private static final List<List<String>> GROUPS = List.of(
            List.of(
                    "The order 17 was not found",
                    "The order 18 was not found",
                    "The order 0x1f was not found",
                    "The order 2f1c7a52-9d0e-4c55-8f0a-0d1f5b7f6f11 was not found",
                    "The order ord_9k2 was not  found"),
            List.of("The orders 17 were not found"),
            List.of("Ran out of memory", "Ran  out of memory "),
            List.of(
                    "no member \"colour\" in the order",
                    "no member \"size\" in the order",
                    "no member 'x y' in the order"),
            List.of("no member colour in the order"),
            List.of(
                    "GET http://127.0.0.1:8080/orders/17?x=1 answered 503",
                    "GET https://shop.example/customers answered 504"),
            List.of("POST http://127.0.0.1:8080/orders/17 answered 503"),
            List.of("it's the customer's fault"),
            List.of("it's the seller's fault"),
            List.of("at 2026-11-22T18:10:50.123Z the lease was lost", "at 2025-01-02T00:00:00Z the lease was lost"),
            List.of("timeout after PT5S", "timeout after PT10M"),
            List.of("Zeit überschritten", "Zeit   überschritten"),
            List.of(""));

    private static String fingerprint(String detail) {
        return Fingerprint.of(
                "shop", "order", WorkflowError.of(Kind.COMMUNICATION, detail).at("/do/0/pay"));
    }

    @Test
    void whatDiffersFromRunToRunDoesNotCount() {
        for (List<String> group : GROUPS) {
            assertThat(group.stream().map(FingerprintTest::fingerprint).distinct())
                    .as(String.join(" | ", group))
                    .hasSize(1);
        }
    }

    @Test
    void otherWordsAreAnotherGroup() {
        assertThat(GROUPS.stream().map(group -> fingerprint(group.getFirst()))).doesNotHaveDuplicates();
    }

    @Test
    void workflowKindStatusAndTaskCount() {
        WorkflowError error = WorkflowError.of(Kind.COMMUNICATION, "it failed").at("/do/0/pay");
        assertThat(List.of(
                        Fingerprint.of("shop", "order", error),
                        Fingerprint.of("shop", "refund", error),
                        Fingerprint.of("test", "order", error),
                        Fingerprint.of("shop", "order", error.at("/do/1/send")),
                        Fingerprint.of(
                                "shop",
                                "order",
                                WorkflowError.of(Kind.TIMEOUT, "it failed").at("/do/0/pay")),
                        Fingerprint.of(
                                "shop",
                                "order",
                                WorkflowError.of(Kind.COMMUNICATION, 404, "it failed")
                                        .at("/do/0/pay"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void itIsTheSameInEveryVersionAndLocale() {
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : List.of(Locale.ROOT, Locale.forLanguageTag("tr"))) {
                Locale.setDefault(locale);
                assertThat(fingerprint("The order 17 was not found")).isEqualTo("7b88e897a05c20f4");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void hostileTextCostsLittle() {
        for (String part : Arrays.asList("'", "\"", "a", "1", "a:", "http://", "-", "“")) {
            String text = String.join("", Collections.nCopies(1_000_000, part));
            assertThat(fingerprint(text)).hasSize(16);
        }
    }
}
