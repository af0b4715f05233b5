// Shows the picture that comes twice a second, and says which button was pressed.
import { words } from "./words.js"

const find = (id) => document.getElementById(id)
const remembered = (name, usual) => {
  try {
    return localStorage.getItem(name) ?? usual
  } catch {
    return usual // a browser that keeps nothing
  }
}
const remember = (name, value) => {
  try {
    localStorage.setItem(name, value)
  } catch {
    // a browser that keeps nothing
  }
}

const lines = {
  sqlite: ["store: sqlite(file)"],
  postgres: ["store: postgres(database)", "engine: postgresEngine(database)"],
  restate: ["store: postgres(database)", "engine: restateEngine({ ingress, admin, database, serve: { port } })"],
}

let language = remembered("language", navigator.language.startsWith("es") ? "es" : "en")
let word = words[language]
let picture
let past = []

const number = (value) => value.toLocaleString(language)
const time = (milliseconds) =>
  milliseconds < 1000
    ? `${number(Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toLocaleString(language, { maximumFractionDigits: 1 })} s`

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}

/** Writes only what has changed: a reader is not interrupted, and a button that has the focus keeps it. */
const keep = (parent, key, make, change) => {
  let child = [...parent.children].find((each) => each.dataset.key === String(key))
  if (!child) {
    child = make()
    child.dataset.key = key
    parent.append(child)
  }
  change(child)
  return child
}
const say = (target, text) => {
  if (target.textContent !== text) target.textContent = text
}

const showPairs = (list, pairs) => {
  for (const [key, value, isBad = false] of pairs)
    keep(
      list,
      key,
      () => {
        const box = element("div")
        box.append(element("dt"), element("dd"))
        return box
      },
      (box) => {
        say(box.children[0], word[key])
        say(box.children[1], value)
        box.classList.toggle("bad", isBad)
      },
    )
}

const showLines = () => {
  for (const [kind, own] of Object.entries(lines))
    keep(
      find("lines"),
      kind,
      () => {
        const item = element("li")
        item.append(element("span"), element("pre"))
        item.children[1].append(element("code", own.join("\n")))
        return item
      },
      (item) => {
        say(item.children[0], word.kinds[kind])
        if (picture?.kind === kind) item.setAttribute("aria-current", "true")
        else item.removeAttribute("aria-current")
      },
    )
}

const press = async (path, body) => {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body ?? {}) })
  return answer.ok
}

const buttons = ["kill", "stop", "start"]

const showProcess = ({ number: n, state, megabytes }) => {
  const make = () => {
    const row = element("tr")
    row.append(element("th", undefined, { scope: "row" }), ...Array.from({ length: 5 }, () => element("td")))
    for (const verb of buttons) {
      const button = element("button", undefined, { type: "button" })
      button.addEventListener("click", () => void press(`/processes/${n}/${verb}`))
      row.lastElementChild.append(button)
    }
    return row
  }
  keep(find("processes"), n, make, (row) => {
    const [name, how, memory, parts, answers, acts] = row.children
    say(name, String(n))
    say(how, word.states[state])
    row.dataset.state = state
    say(memory, megabytes === undefined ? "–" : `${number(megabytes)} MB`)
    parts.hidden = !picture.owners
    say(parts, number((picture.owners ?? []).filter((owner) => owner === n).length))
    say(answers, number(picture.figures.byProcess[n] ?? 0))
    for (const [place, verb] of buttons.entries()) {
      const button = acts.children[place]
      say(button, word[verb])
      button.setAttribute("aria-label", word[`${verb}More`](n))
      const isUp = state === "running" || state === "starting"
      button.disabled = verb === "start" ? isUp || state === "stopping" : !isUp
    }
  })
}

const showOwners = () => {
  const { owners } = picture
  find("parts-section").hidden = !owners
  find("parts-head").hidden = !owners
  for (const [part, owner] of (owners ?? []).entries())
    keep(
      find("owners"),
      part,
      () => element("li"),
      (item) => {
        say(item, owner === 0 ? "–" : String(owner))
        item.dataset.owner = owner
        item.setAttribute("aria-label", word.part(part + 1, owner === 0 ? word.nobody : owner))
      },
    )
}

const showChart = () => {
  const most = Math.max(10, ...past)
  const points = past.map(
    (value, place) => `${((place + 120 - past.length) * 600) / 119},${118 - (value / most) * 114}`,
  )
  find("curve").setAttribute("points", points.join(" "))
  const text = word.chart(number(past.at(-1) ?? 0), number(Math.max(0, ...past)))
  find("chart").setAttribute("aria-label", text)
  say(find("chart-words"), text)
}

const showHappened = () => {
  find("nothing").hidden = picture.happened.length > 0
  const list = find("events")
  const clock = (at) => new Date(at).toLocaleTimeString(language)
  const all = picture.happened.map(({ what, process, at, longestSilence }) =>
    word.event(what, process, clock(at), time(longestSilence)),
  )
  while (list.children.length > all.length) list.lastElementChild.remove()
  for (const [place, text] of all.entries()) {
    if (!list.children[place]) list.append(element("li"))
    say(list.children[place], text)
  }
  const [last] = picture.happened
  // said once, without the figure that still grows
  if (last) say(find("said"), word.event(last.what, last.process, clock(last.at), "…").split(". ")[0])
}

const show = () => {
  document.documentElement.lang = language
  document.title = word.title
  for (const target of document.querySelectorAll("[data-word]")) say(target, word[target.dataset.word])
  showLines()
  if (!picture) return
  const { figures, waiting, untaken, kind } = picture
  say(find("kind"), word.kinds[kind])
  if (document.activeElement !== find("rate") && find("rate").dataset.set !== String(picture.rate)) {
    find("rate").value = picture.rate
    find("rate").dataset.set = picture.rate
  }
  showPairs(find("now"), [
    ["taken", number(figures.acknowledgedPerSecond)],
    ["answered", number(figures.answeredPerSecond)],
    ["median", time(figures.median)],
    ["slowest", time(figures.slowest)],
    ["ready", number(waiting.ready)],
    ["oldest", time(waiting.oldestReady)],
    ["delayed", number(waiting.delayed)],
    ["untaken", number(untaken)],
  ])
  showPairs(find("kept-promises"), [
    ["acknowledged", number(figures.acknowledged)],
    ["answeredAll", number(figures.answered)],
    ["open", number(figures.open)],
    ["oldestOpen", time(figures.open === 0 ? 0 : figures.oldestOpen)],
    ["repeated", number(figures.repeated)],
    ["late", number(figures.late)],
    ["byTimer", number(figures.byTimer)],
    ["outOfOrder", number(figures.outOfOrder), figures.outOfOrder > 0],
    ["dead", number(waiting.dead), waiting.dead > 0],
  ])
  for (const each of picture.processes) showProcess(each)
  showOwners()
  showChart()
  showHappened()
}

const paint = (theme) => {
  if (theme === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

const languages = find("language")
languages.value = language
languages.addEventListener("change", () => {
  language = languages.value
  word = words[language]
  remember("language", language)
  show()
})
const themes = find("theme")
themes.value = remembered("theme", "system")
paint(themes.value)
themes.addEventListener("change", () => {
  paint(themes.value)
  remember("theme", themes.value)
})
find("rate-form").addEventListener("submit", (event) => {
  event.preventDefault()
  void press("/rate", { rate: Number(find("rate").value) })
})

const source = new EventSource("/events")
source.addEventListener("message", ({ data }) => {
  picture = JSON.parse(data)
  past = [...past, picture.figures.answeredPerSecond].slice(-120)
  find("away").hidden = true
  show()
})
source.addEventListener("error", () => {
  find("away").hidden = false
})
show()
