package io.flowork.bench;

import java.util.ArrayList;
import java.util.List;

/** Writes workflows of any length: a mix of tasks as people write them, with comments and expressions, no error in it. */
final class LargeWorkflow {
    private static final List<String> GROUP = """
            # order %1$d: get it, decide, and tell
            - fetch%1$d:
                if: .enabled != false
                call: http
                with:
                  method: get
                  endpoint: https://api.example.com/orders/{id}
                  headers:
                    Accept: application/json
                    X-Request: '${ $workflow.id + "-%1$d" }'
                output:
                  as: .body.items
                export:
                  as: '${ $context + {order%1$d: .} }'
            - route%1$d:
                switch:
                  - electronic:
                      when: .type == "electronic" and (.items | length) > 0
                      then: total%1$d
                  - physical:
                      when: .type == "physical"
                      then: pack%1$d
                  - default:
                      then: total%1$d
            - pack%1$d:
                for:
                  each: item
                  in: .items
                  at: index
                while: $index < 100
                do:
                  - weigh%1$d:
                      set:
                        weight: ${ .weight + $item.weight }
                        label: '${ "parcel \\($index) of order \\(.id)" }'
                  - book%1$d:
                      try:
                        - send%1$d:
                            call: http
                            with:
                              method: post
                              endpoint: https://api.example.com/parcels
                              body: '${ {id: $item.id, weight: .weight, tags: [$item.tags[] | ascii_downcase]} }'
                      catch:
                        errors:
                          with:
                            status: 503
                        retry:
                          delay: PT1S
                          backoff:
                            exponential: {}
                          limit:
                            attempt:
                              count: 3
            - total%1$d:
                set:
                  total: '${ [.items[] | .price * .count] | add }'
                  currency: EUR
                  open: true
            - notify%1$d:
                fork:
                  branches:
                    - mail%1$d:
                        emit:
                          event:
                            with:
                              source: https://example.com/orders
                              type: com.example.order.placed.v1
                              data:
                                total: ${ .total }
                    - pause%1$d:
                        wait:
                          seconds: 5
                output:
                  as: '{enabled: (.[0].data.total != 0), sent: .[0].id}'
                timeout:
                  after: PT1M

            """.lines().toList();

    private LargeWorkflow() {}

    /** A workflow of at least so many lines, by less than one group of tasks more. */
    static String ofLines(int lines) {
        List<String> out = new ArrayList<>(List.of(
                "document:",
                "  dsl: '1.0.3'",
                "  namespace: bench",
                "  name: large-" + lines,
                "  version: '1.0.0'",
                "do:"));
        for (int group = 0; out.size() < lines; group++) {
            for (String line : GROUP) {
                out.add(line.isBlank() ? "" : "  " + line.formatted(group));
            }
        }
        return String.join("\n", out) + "\n";
    }
}
