import react from "@vitejs/plugin-react"
import { defaultClientConditions, defineConfig } from "vite"

const root = import.meta.dirname

/** The server that answers while the pages are developed; `npm start` serves the built pages and needs none. */
const server = process.env["ESCUCHA_URL"] ?? "http://127.0.0.1:4310"

export default defineConfig({
  root,
  base: "./",
  plugins: [react()],
  resolve: { conditions: ["@escucha/source", ...defaultClientConditions] },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: { desk: `${root}/index.html`, customer: `${root}/customer.html` } },
  },
  server: { host: "127.0.0.1", proxy: { "/desk": server, "/client": server, "/media": server } },
})
