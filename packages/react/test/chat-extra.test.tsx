// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, describe, expect, it } from "vitest"
import { Chat, type ChatProps, createHooks } from "../src/index.ts"
import { violationsIn } from "./accessible.ts"
import { aHouse } from "./fake-house.ts"

afterEach(cleanup)

const aChat = async (props: ChatProps = {}) => {
  const house = aHouse()
  const { Provider } = createHooks(house.client)
  const page = render(
    <Provider>
      <Chat {...props} />
    </Provider>,
  )
  await expect.poll(house.streams).toBe(1)
  return { ...house, ...page }
}

const hrefsIn = (container: Element) =>
  [...container.querySelectorAll("a")].map((link) => `${link.textContent} ${link.getAttribute("href")}`)

describe("what a chat shows beside words", () => {
  it("are pages to open, in a window of their own that knows nothing of this one", async () => {
    const { say, container } = await aChat()
    say({ text: "Mira", links: [{ label: "Tu pedido", url: "https://shop.example/orders/1" }] })
    await expect.poll(() => hrefsIn(container)).toEqual(["Tu pedido https://shop.example/orders/1"])
    const link = container.querySelector("a")
    expect([link?.target, link?.rel]).toEqual(["_blank", "noopener noreferrer"])
  })

  it("are files, ours below the address of the house and others where they lie", async () => {
    const { say, container } = await aChat()
    say({
      text: "Así es",
      files: [
        { kind: "image", url: "/media/t1", alt: "Una taza" },
        { kind: "voice", url: "/media/t2", name: "nota.ogg" },
        { kind: "video", url: "https://files.example/v.mp4", name: "v.mp4" },
        { kind: "file", url: "/media/t3", name: "factura.pdf" },
      ],
    })
    await expect.poll(() => container.querySelector("img")?.getAttribute("src")).toBe("http://house.test/media/t1")
    expect(container.querySelector("img")?.alt).toBe("Una taza")
    expect(container.querySelector("audio")?.getAttribute("src")).toBe("http://house.test/media/t2")
    expect(container.querySelector("video")?.getAttribute("src")).toBe("https://files.example/v.mp4")
    expect(hrefsIn(container)).toEqual(["factura.pdf http://house.test/media/t3"])
    expect(await violationsIn(container)).toEqual([])
  })

  it("is no address that runs something", async () => {
    const { say, container } = await aChat()
    const wrong = "javascript:alert(1)"
    say({ text: "uno", links: [{ label: "x", url: wrong }], files: [{ kind: "file", url: wrong, name: "x" }] })
    say({ text: "dos", links: [{ label: "bien", url: "https://shop.example/" }] })
    await expect.poll(() => hrefsIn(container)).toEqual(["bien https://shop.example/"])
    expect(container.innerHTML).not.toContain("javascript:")
  })
})

describe("a file of the customer", () => {
  it("can be sent where the page allows it, and says so until the house has it", async () => {
    const { files, container } = await aChat({ attach: "image/*", language: "es" })
    const input = await screen.findByLabelText<HTMLInputElement>("Adjuntar")
    expect(input.accept).toBe("image/*")
    fireEvent.change(input, { target: { files: [new File(["abc"], "taza.png", { type: "image/png" })] } })
    await expect.poll(() => files).toEqual(["taza.png image/png abc"])
    await expect.poll(() => container.querySelector("li")?.getAttribute("data-state")).toBe("sent")
    expect(screen.getByText("taza.png")).toBeTruthy()
    expect(await violationsIn(container)).toEqual([])
  })

  it("cannot be sent where the page says nothing of files", async () => {
    const { say, container } = await aChat()
    say({ text: "x", links: [{ label: "página", url: "https://shop.example/" }] })
    await expect.poll(() => hrefsIn(container)).toHaveLength(1) // what shows files is there
    expect(container.querySelector("input[type=file]")).toBeNull()
  })
})

describe("who is there", () => {
  it("tells that a message arrived and was seen", async () => {
    const { say, told } = await aChat()
    say({ text: "Hola", at: 1_760_000_000_000 })
    await expect.poll(() => told).toContain("read 1760000000000")
    expect(told).toContain("delivered 1760000000000")
  })

  it("does not tell that a message was seen while the page is hidden", async () => {
    const { say, told } = await aChat()
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true })
    say({ text: "Hola", at: 1_760_000_000_000 })
    await expect.poll(() => told).toContain("delivered 1760000000000")
    expect(told).not.toContain("read 1760000000000")
    Reflect.deleteProperty(document, "visibilityState")
    document.dispatchEvent(new Event("visibilitychange"))
    await expect.poll(() => told).toContain("read 1760000000000")
  })

  it("tells that the customer is writing, not at every stroke", async () => {
    const { told } = await aChat()
    const box = screen.getByRole<HTMLTextAreaElement>("textbox")
    for (const value of ["h", "ho", "hola"]) fireEvent.change(box, { target: { value } })
    await expect.poll(() => told).toEqual(["typing"])
  })

  it("shows that the team is writing until it is said", async () => {
    const { types, say } = await aChat({ language: "es" })
    types(1_760_000_000_000)
    await screen.findByText("Escribiendo…")
    say({ text: "Ya salió", at: 1_760_000_000_500 })
    await expect.poll(() => screen.queryByText("Escribiendo…")).toBeNull()
  })
})
