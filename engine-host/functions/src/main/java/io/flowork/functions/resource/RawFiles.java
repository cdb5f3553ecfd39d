package io.flowork.functions.resource;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes addresses of pages that show a file into addresses of the file itself; a function of a catalog that is a whole
 * repository is looked for on its main branch.
 */
final class RawFiles {
    private static final Pattern GITHUB = Pattern.compile("/([^/]+)/([^/]+)/(?:blob|raw|tree)/(.+)");
    private static final Pattern GITHUB_CATALOG = Pattern.compile("/([^/]+)/([^/]+)/(functions/.+)");
    private static final Pattern GITLAB = Pattern.compile("(/.+)/-/(?:blob|tree)/(.+)");
    private static final Pattern GITLAB_CATALOG = Pattern.compile("(/(?:(?!/-/).)+?)/(functions/.+)");

    private RawFiles() {}

    /** The address of the file that a page at GitHub or GitLab shows; any other address as it is. */
    static URI of(URI page) {
        String host = page.getHost() == null ? "" : page.getHost().toLowerCase(Locale.ROOT);
        String path = page.getRawPath() == null ? "" : page.getRawPath();
        if (host.equals("github.com") || host.equals("www.github.com")) {
            Matcher parts = GITHUB.matcher(path);
            if (parts.matches()) {
                return URI.create("https://raw.githubusercontent.com/" + parts.group(1) + "/" + parts.group(2) + "/"
                        + parts.group(3));
            }
            parts = GITHUB_CATALOG.matcher(path);
            if (parts.matches()) {
                return URI.create("https://raw.githubusercontent.com/" + parts.group(1) + "/" + parts.group(2)
                        + "/HEAD/" + parts.group(3));
            }
        }
        if (host.equals("gitlab.com") || host.startsWith("gitlab.")) {
            Matcher parts = GITLAB.matcher(path);
            if (parts.matches()) {
                return URI.create(page.getScheme() + "://" + page.getRawAuthority() + parts.group(1) + "/-/raw/"
                        + parts.group(2));
            }
            parts = GITLAB_CATALOG.matcher(path);
            if (parts.matches()) {
                return URI.create(page.getScheme() + "://" + page.getRawAuthority() + parts.group(1) + "/-/raw/HEAD/"
                        + parts.group(2));
            }
        }
        return page;
    }
}
