// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { createClient } from "@escucha/core/client"
import { SurveyWhen, type SurveyTrigger, useSurveyTrigger } from "../src/triggers.ts"
import { createHooks } from "../src/index.ts"
import { type Shop, visit } from "./fake-house.ts"

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, "", "/")
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

type May = boolean | undefined

const aPage = (when: SurveyTrigger, may: () => May = () => true) => {
  const asked = vi.fn<() => Promise<May>>(() => Promise.resolve(may()))
  const Page = ({ now }: { readonly now: SurveyTrigger }) => (
    <main>
      <input aria-label="Card" />
      {useSurveyTrigger("visit", now, asked) && <p>Asked</p>}
    </main>
  )
  const { rerender } = render(<Page now={when} />)
  return { asked, change: (now: SurveyTrigger) => rerender(<Page now={now} />) }
}

const settle = () => act(async () => void (await vi.waitFor(() => Promise.resolve())))
/** Lets what was loaded and asked come to its end. */
const quiet = async () => {
  for (let turn = 0; turn < 20; turn++) await settle()
}
const isAsked = () => screen.queryByText("Asked") !== null
const leaveAtTheTop = () =>
  act(() => void document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 })))

/** As a page of this height would be, so far down. */
const scrollTo = async (y: number, height = 4_000) => {
  vi.spyOn(document.documentElement, "scrollHeight", "get").mockReturnValue(height)
  vi.stubGlobal("scrollY", y)
  vi.stubGlobal("innerHeight", 1_000)
  fireEvent.scroll(document)
  await quiet()
  vi.unstubAllGlobals()
}

describe("a survey that comes by itself", () => {
  it("comes at once where no occasion is named, and asks whether it may, once", async () => {
    const { asked } = aPage({})
    await vi.waitFor(() => expect(isAsked()).toBe(true))
    fireEvent.click(document.body)
    await quiet()
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it("comes after a time, and no sooner", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    const { asked } = aPage({ after: "20 seconds" })
    await vi.dynamicImportSettled()
    await act(() => vi.advanceTimersByTimeAsync(19_000))
    expect([asked.mock.calls.length, isAsked()]).toEqual([0, false])
    await act(() => vi.advanceTimersByTimeAsync(2_000))
    expect(isAsked()).toBe(true)
  })

  it("comes when they have scrolled so far", async () => {
    const { asked } = aPage({ scroll: 0.5 })
    await quiet()
    await scrollTo(900)
    expect([asked.mock.calls.length, isAsked()]).toEqual([0, false])
    await scrollTo(1_100)
    expect(isAsked()).toBe(true)
  })

  it("comes when the mouse leaves at the top, and by no other side", async () => {
    aPage({ exit: true })
    await quiet()
    await act(() => void document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: 300 })))
    await quiet()
    expect(isAsked()).toBe(false)
    leaveAtTheTop()
    await vi.waitFor(() => expect(isAsked()).toBe(true))
  })

  it("comes on a touch screen when they come back from elsewhere", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: false }))
    const state = vi.spyOn(document, "visibilityState", "get")
    aPage({ exit: true })
    await quiet()
    leaveAtTheTop()
    await quiet()
    expect(isAsked()).toBe(false)
    state.mockReturnValue("hidden")
    fireEvent(document, new Event("visibilitychange"))
    await quiet()
    expect(isAsked()).toBe(false)
    state.mockReturnValue("visible")
    fireEvent(document, new Event("visibilitychange"))
    await vi.waitFor(() => expect(isAsked()).toBe(true))
    vi.unstubAllGlobals()
    state.mockRestore()
  })

  it("comes on its pages alone", async () => {
    history.replaceState(null, "", "/orders/7")
    const { change } = aPage({ page: ["/checkout", "/order.html"] })
    await quiet()
    expect(isAsked()).toBe(false)
    change({ page: "/orders/*" })
    await vi.waitFor(() => expect(isAsked()).toBe(true))
  })

  it("waits while they write, while a window waits for them, and while the page says so", async () => {
    const { asked, change } = aPage({ exit: true })
    await quiet()
    const field = screen.getByLabelText("Card")
    act(() => field.focus())
    leaveAtTheTop()
    await quiet()
    expect(asked).not.toHaveBeenCalled()
    const dialog = document.createElement("div")
    dialog.setAttribute("aria-modal", "true")
    document.body.append(dialog)
    act(() => field.blur())
    await quiet()
    expect(asked).not.toHaveBeenCalled()
    change({ exit: true, quiet: true })
    dialog.remove()
    fireEvent.click(document.body)
    await quiet()
    expect(asked).not.toHaveBeenCalled()
    change({ exit: true, quiet: false })
    await vi.waitFor(() => expect(isAsked()).toBe(true))
  })

  it("comes once a visit, whatever was answered to whether it may", async () => {
    const first = aPage({}, () => false)
    await vi.waitFor(() => expect(first.asked).toHaveBeenCalledTimes(1))
    await quiet()
    expect(isAsked()).toBe(false)
    cleanup()
    const second = aPage({})
    await quiet()
    expect([second.asked.mock.calls.length, isAsked()]).toEqual([0, false])
  })

  it("is asked for again where nobody could say whether it may", async () => {
    const said: May[] = [undefined, true]
    const { asked } = aPage({}, () => said.shift())
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
    await quiet()
    expect(isAsked()).toBe(false)
    fireEvent.click(document.body)
    await vi.waitFor(() => expect(isAsked()).toBe(true))
  })

  it("comes to a part of all visits, drawn once for each", async () => {
    const draw = vi.spyOn(Math, "random").mockReturnValue(0.5)
    const out = aPage({ share: 0.5 })
    await quiet()
    expect(isAsked()).toBe(false)
    expect(out.asked).not.toHaveBeenCalled()
    cleanup()
    draw.mockReturnValue(0)
    aPage({ share: 0.5 })
    await quiet()
    expect(isAsked()).toBe(false) // this visit was drawn before
    cleanup()
    sessionStorage.clear()
    aPage({ share: 0.5 })
    await vi.waitFor(() => expect(isAsked()).toBe(true))
    draw.mockRestore()
  })

  it("comes where nothing can be stored as well", async () => {
    const get = vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("no", "SecurityError")
    })
    const set = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("no", "SecurityError")
    })
    aPage({})
    await vi.waitFor(() => expect(isAsked()).toBe(true))
    get.mockRestore()
    set.mockRestore()
  })

  it("is refused where its trigger cannot be meant", () => {
    const strange = vi.spyOn(console, "error").mockImplementation(() => {})
    const shown = (when: object) => () => aPage(when as SurveyTrigger) // as a program without types would
    expect(shown({ after: "soon" })).toThrow(/after: write/)
    expect(shown({ scroll: 50 })).toThrow(/scroll: give a part/)
    expect(shown({ share: -1 })).toThrow(/share: give a part/)
    strange.mockRestore()
  })
})

describe("what is asked by the server's leave", () => {
  const shown = async (isOffered: boolean) => {
    const offers: string[] = []
    const answer = async (input: string | URL | Request): Promise<Response> => {
      const path = String(input).split("/client/")[1] ?? ""
      if (path === "session") return Response.json({ token: "t", expiresAt: 4e12 })
      if (path === "surveys/visit") return Response.json({ response: "r", definition: visit, answers: {}, done: false })
      if (path !== "surveys/visit/offers") return Response.json({}, { status: 404 })
      offers.push(path)
      return Response.json({ isOffered })
    }
    const storage = { getItem: () => null, setItem: () => {} }
    const client = createClient<Shop>({ baseUrl: "http://house.test", fetch: answer, storage })
    const { Provider, useSurvey } = createHooks(client)
    const Ask = () => <p>{useSurvey("visit").status}</p>
    render(
      <Provider>
        <SurveyWhen survey="visit" when={{}}>
          <Ask />
        </SurveyWhen>
      </Provider>,
    )
    await vi.waitFor(() => expect(offers).toHaveLength(1))
    await quiet()
    return offers
  }

  it("is loaded and shown where the server says yes", async () => {
    expect(await shown(true)).toEqual(["surveys/visit/offers"])
    await screen.findByText("asking")
  })

  it("is neither loaded nor shown where they were asked lately", async () => {
    await shown(false)
    expect(screen.queryByText(/asking|loading/)).toBeNull()
  })
})
