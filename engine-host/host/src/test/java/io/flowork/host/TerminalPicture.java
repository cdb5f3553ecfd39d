package io.flowork.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal's screen as an SVG picture. Knows the colours that the command line uses. */
final class TerminalPicture {
    private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");
    private static final double CHARACTER = 8.4;
    private static final int LINE = 20;
    private static final int MARGIN = 18;

    private final int columns;
    private final List<String> lines = new ArrayList<>();

    TerminalPicture(int columns) {
        this.columns = columns;
    }

    /** Prints text with control sequences. */
    void print(String text) {
        for (String line : text.lines().toList()) {
            lines.add(tspans(line));
        }
    }

    private static String tspans(String line) {
        StringBuilder spans = new StringBuilder();
        Matcher control = SGR.matcher(line);
        String style = "";
        int from = 0;
        while (control.find()) {
            span(spans, line.substring(from, control.start()), style);
            from = control.end();
            if (control.group(2).equals("m")) {
                style = style(control.group(1));
            }
        }
        span(spans, line.substring(from), style);
        return spans.toString();
    }

    private static void span(StringBuilder spans, String text, String style) {
        if (!text.isEmpty()) {
            String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            spans.append("<tspan").append(style).append('>').append(escaped).append("</tspan>");
        }
    }

    private static String style(String codes) {
        return switch (codes) {
            case "1" -> " class=\"b\"";
            case "2" -> " class=\"d\"";
            case "31" -> " class=\"r\"";
            case "32" -> " class=\"g\"";
            case "33" -> " class=\"y\"";
            case "36" -> " class=\"c\"";
            case "1;31" -> " class=\"r b\"";
            case "1;33" -> " class=\"y b\"";
            default -> "";
        };
    }

    /** The picture. */
    String svg() {
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        int width = (int) (columns * CHARACTER) + 2 * MARGIN;
        int height = lines.size() * LINE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>A terminal: a workflow runs, its run is shown and replayed, and a mistake in a file is found</title>
                <style>
                text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d8dee9; white-space: pre; }
                .b { font-weight: bold; } .d { fill: #8792a8; } .r { fill: #ff7a85; } .g { fill: #a3d97f; } .y { fill: #f0c674; } .c { fill: #7fd5ea; }
                </style>
                <rect width="%1$d" height="%2$d" rx="10" fill="#1d2330"/>
                """.formatted(width, height));
        int y = MARGIN + 14;
        for (String line : lines) {
            svg.append("<text x=\"").append(MARGIN).append("\" y=\"").append(y).append("\" xml:space=\"preserve\">");
            svg.append(line).append("</text>\n");
            y += LINE;
        }
        return svg.append("</svg>\n").toString();
    }
}
