package io.flowork.lsp.signature;

import static java.util.stream.Collectors.joining;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The ways to call a function, the active one with a star and its active parameter marked, and what is said about both. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignaturesTest {
    @TestFactory
    Stream<DynamicTest> signatures() {
        return Cases.of("signatures", (MarkedText text) -> shown(text));
    }

    private static String shown(MarkedText text) {
        return Signatures.at(text.snapshot(), text.cursor())
                .map(SignaturesTest::shown)
                .orElse("nothing");
    }

    private static String shown(Signatures signatures) {
        return IntStream.range(0, signatures.all().size())
                .mapToObj(i -> shown(signatures, i))
                .collect(joining("\n"));
    }

    private static String shown(Signatures signatures, int place) {
        Signature signature = signatures.all().get(place);
        if (place != signatures.active()) {
            return "- " + signature.label();
        }
        if (signatures.parameter() >= signature.parameters().size()) {
            return "* " + signature.label() + "\n" + signature.documentation();
        }
        Signature.Parameter parameter = signature.parameters().get(signatures.parameter());
        return "* " + MarkedText.mark(signature.label(), List.of(parameter.range())) + "\n" + parameter.documentation()
                + "\n" + signature.documentation();
    }
}
