import { describe, expect, it } from "vitest"
import { plainText } from "../../src/mail/plain-text.ts"

describe("what a person reads in HTML", () => {
  it.each([
    ["<p>Sigue <b>roto</b></p><blockquote>¿Funciona?</blockquote>", "Sigue roto"],
    [
      "<html><head><title>x</title><style>p > a { color: red }</style></head><body>Hola<br>Ana</body></html>",
      "Hola\nAna",
    ],
    ["uno<script>alert('<p>dos</p>')</script>tres", "unotres"],
    ["a<!-- <p>no</p> > nada -->b", "ab"],
    ["<div>uno</div><div>dos</div>", "uno\n\ndos"],
    [
      "&iquest;D&oacute;nde est&aacute;? &#8364;5 &#x1F44B; &lt;b&gt; &amp;amp; &unknown; &#0;",
      "¿Dónde está? €5 👋 <b> &amp; &unknown; \uFFFD",
    ],
    ["te quiero <3 mucho", "te quiero <3 mucho"],
    ["<blockquote>a<blockquote>b</blockquote>c</blockquote>d", "d"],
    ["sin cerrar <p", "sin cerrar"],
    ["<!-- sin cerrar <p>x", ""],
    ["", ""],
  ])("of %j is %j", (html, text) => {
    expect(plainText(html)).toBe(text)
  })

  it("is found in hostile HTML of 1 MB without a standstill", () => {
    for (const html of [
      "<".repeat(1_000_000),
      "<style".repeat(160_000),
      "<!--".repeat(250_000),
      "&".repeat(1_000_000),
      "&#".repeat(500_000),
      " ".repeat(1_000_000),
      "<p ".repeat(330_000),
    ]) {
      expect(plainText(html)).toBeTypeOf("string")
    }
  })
})
