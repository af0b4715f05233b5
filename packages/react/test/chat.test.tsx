// @vitest-environment happy-dom
import { StrictMode } from "react"
import { renderToString } from "react-dom/server"
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react"
import { afterEach, describe, expect, it } from "vitest"
import { Chat, type ChatProps, createHooks } from "../src/index.ts"
import { violationsIn } from "./accessible.ts"
import { aHouse } from "./fake-house.ts"

afterEach(cleanup)

const aChat = async (props: ChatProps = {}, house = aHouse()) => {
  const { Provider } = createHooks(house.client)
  const page = render(
    <StrictMode>
      <Provider>
        <Chat {...props} />
      </Provider>
    </StrictMode>,
  )
  await expect.poll(house.streams).toBe(1)
  const box = screen.getByRole<HTMLTextAreaElement>("textbox")
  const lines = () =>
    within(screen.getByRole("log"))
      .queryAllByRole("listitem")
      .map((line) => line.querySelector("p")?.textContent)
  const write = (text: string) => {
    fireEvent.change(box, { target: { value: text } })
    fireEvent.keyDown(box, { key: "Enter" })
  }
  return { ...house, ...page, box, lines, write }
}

describe("a chat", () => {
  it("shows what the customer wrote and what the team answers", async () => {
    const { write, lines, say, box, written } = await aChat()
    write("Where is my order?")
    expect(lines()).toEqual(["Where is my order?"])
    expect(box.value).toBe("")
    await expect.poll(() => written).toEqual(["Where is my order?"])
    say({ text: "On its way", author: "Ana" })
    await expect.poll(lines).toEqual(["Where is my order?", "On its way"])
    expect(screen.getByText("Ana")).toBeTruthy()
  })

  it("shows a text as text, whatever is in it", async () => {
    const { say, lines, container } = await aChat()
    say({ text: "<img src=x onerror=alert(1)> https://example.com" })
    await expect.poll(lines).toEqual(["<img src=x onerror=alert(1)> https://example.com"])
    expect(container.querySelectorAll("img, a")).toHaveLength(0)
  })

  it("sends with Enter, but not with Shift and Enter, nor while a word is being composed", async () => {
    const { box, lines } = await aChat()
    fireEvent.change(box, { target: { value: "にほん" } })
    fireEvent.keyDown(box, { key: "Enter", isComposing: true })
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 })
    fireEvent.keyDown(box, { key: "Enter", shiftKey: true })
    expect(lines()).toEqual([])
    fireEvent.keyDown(box, { key: "Enter" })
    expect(lines()).toEqual(["にほん"])
  })

  it("sends the answer that is tapped, and goes back to the box", async () => {
    const { say, written, box } = await aChat()
    say({ text: "Which one?", choices: [{ value: "2", label: "The blue one" }] })
    fireEvent.click(await screen.findByRole("button", { name: "The blue one" }))
    await expect.poll(() => written).toEqual(["2"])
    expect(screen.queryByRole("group", { name: "Answers" })).toBeNull()
    expect(document.activeElement).toBe(box)
  })

  it("sends a tapped answer once, however fast it is tapped again", async () => {
    const { say, written, lines } = await aChat()
    say({ text: "Which one?", choices: [{ value: "2", label: "The blue one" }] })
    const button = await screen.findByRole("button", { name: "The blue one" })
    fireEvent.click(button)
    fireEvent.click(button)
    await expect.poll(() => written).toEqual(["2"])
    expect(lines()).toEqual(["Which one?", "2"])
  })

  it("offers no answer to a question that was answered on the page", async () => {
    const { say, answered } = await aChat()
    const choices = [{ value: "9", label: "9" }]
    say({ text: "Would you recommend us?", asks: { survey: "visit", question: "recommend" }, choices })
    await screen.findByRole("button", { name: "9" })
    answered({ recommend: 9 })
    await expect.poll(() => screen.queryByRole("button", { name: "9" })).toBeNull()
    expect(screen.queryByRole("group")).toBeNull()
  })

  it("reads out what is said from now on, not what was said before", async () => {
    const before = { id: "m0", from: "team", text: "Yesterday", at: 1_759_900_000_000 } as const
    const seen: (string | null)[] = []
    const { Provider } = createHooks(aHouse([before]).client)
    const page = render(
      <Provider>
        <Chat />
      </Provider>,
    )
    const watch = new MutationObserver(() => {
      const log = page.getByRole("log")
      if (log.querySelector("li")) seen.push(log.getAttribute("aria-live"))
    })
    watch.observe(page.container, { childList: true, subtree: true })
    await expect.poll(() => page.getByRole("log").getAttribute("aria-live")).toBe("polite")
    watch.disconnect()
    expect(seen[0]).toBe("off") // as they appeared
  })

  it("does not offer to send again what the server refused for its text", async () => {
    const { write, refuse } = await aChat()
    refuse(400, "text: give at most 65536 bytes")
    write("Hello")
    await screen.findByText("Not sent.")
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull()
  })

  it("lays out each text in its own direction", async () => {
    const { say, box, lines } = await aChat()
    say({ text: "أين طلبي؟" })
    await expect.poll(lines).toEqual(["أين طلبي؟"])
    expect(screen.getByText("أين طلبي؟").dir).toBe("auto")
    expect(box.dir).toBe("auto")
  })

  it("says what was not sent, and sends it again when told", async () => {
    const { write, refuse, written, box } = await aChat({ language: "es" })
    refuse(503)
    write("Hola")
    fireEvent.click(await screen.findByRole("button", { name: "Reintentar" }))
    await expect.poll(() => written).toEqual(["Hola"])
    await expect.poll(() => screen.queryByRole("button", { name: "Reintentar" })).toBeNull()
    expect(document.activeElement).toBe(box)
  })

  it("takes other words, and says the rest in its language", async () => {
    await aChat({ language: "es", labels: { chat: "Ayuda" } })
    expect(screen.getByRole("region", { name: "Ayuda" }).lang).toBe("es")
    expect(screen.getByRole("button", { name: "Enviar" })).toBeTruthy()
  })

  it("is accessible, in all its states", async () => {
    const { container, say, write, refuse } = await aChat()
    expect(await violationsIn(container)).toEqual([])
    refuse(503)
    write("Hello")
    await screen.findByRole("button", { name: "Try again" })
    say({ text: "Which one?", author: "Ana", choices: [{ value: "1", label: "This one" }] })
    await screen.findByRole("button", { name: "This one" })
    expect(await violationsIn(container)).toEqual([])
  })

  it("closes the stream when it leaves the page", async () => {
    const { unmount, streams } = await aChat()
    unmount()
    await expect.poll(streams).toBe(0)
  })

  it("is rendered on a server without calling anybody", () => {
    const { client, streams } = aHouse()
    const { Provider } = createHooks(client)
    expect(
      renderToString(
        <Provider>
          <Chat language="es" />
        </Provider>,
      ),
    ).toContain("Conectando…")
    expect(streams()).toBe(0)
  })

  it("says where it belongs", () => {
    expect(() => renderToString(<Chat />)).toThrow("Chat: put it inside of the Provider of createHooks")
  })
})
