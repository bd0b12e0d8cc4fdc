package io.tidegate.it;

import io.tidegate.it.browser.Page;

/** The console as somebody sees it who has signed in. */
final class ConsolePage {

  /** All views that a server always has. */
  static final String[] VIEWS = {
    "now",
    "nodes",
    "queue",
    "cache",
    "jobs",
    "alerts",
    "settings",
    "cluster",
    "tryit",
    "experiments",
    "tenants",
    "usage",
    "audit"
  };

  private final Page page;

  private ConsolePage(Page page) {
    this.page = page;
  }

  /** Signs in by the form. */
  static ConsolePage signIn(Page page, String user, String password) {
    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
    page.click("#user");
    page.type(user);
    page.click("#password");
    page.type(password);
    page.press("Enter");
    page.awaitText(".fresh", "");
    return new ConsolePage(page);
  }

  /** Signs in as the administrator whom the build made. */
  static ConsolePage ofAdmin(Page page) {
    return signIn(page, "admin", Admin.password());
  }

  /** Signs in as the viewer of {@code it.xml}. */
  static ConsolePage ofViewer(Page page) {
    return signIn(page, "onlooker", "only-for-tests");
  }

  /** Goes to a view, and waits until nothing of it loads any more. */
  void view(String name) {
    page.value("location.hash = '#/" + name + "'");
    page.await("document.querySelector('nav a[aria-current]')?.hash === '#/" + name + "'");
    page.await("document.querySelector('#view h1') && !document.querySelector('#view .loading')");
  }

  /** Clicks the button that is called {@code name}, or whose label for those who hear it is. */
  void button(String name) {
    String found =
        "[...document.querySelectorAll('button')].filter(b => b.offsetParent !== null)"
            + ".find(b => (b.getAttribute('aria-label') ?? b.innerText.trim()) === '"
            + name
            + "')";
    page.await(found);
    page.value("(b => b.setAttribute('data-meant', ''))(" + found + ")");
    page.click("[data-meant]");
    page.value("document.querySelector('[data-meant]')?.removeAttribute('data-meant')");
  }

  /** Chooses {@code value} in the list called {@code name} of the dialog that is open. */
  void choose(String name, String value) {
    String list = "document.querySelector('dialog[open] select[name=" + name + "]')";
    page.await("[..." + list + ".options].some(option => option.value === '" + value + "')");
    page.value(
        "(list => { list.value = '%s'; list.dispatchEvent(new Event('change')); })(%s)"
            .formatted(value, list));
  }

  /** Agrees in the dialog that is open, and waits until it is done. */
  void agree() {
    page.click("dialog[open] button[type=submit]");
    page.await("!document.querySelector('dialog[open]')");
  }

  /** The texts of all buttons of the view. */
  String buttons() {
    return page.value(
            "[...document.querySelectorAll('#view button')].map(b => b.innerText).join(',')")
        .asText();
  }
}
