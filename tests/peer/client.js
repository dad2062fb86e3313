// Calls WeChat's API with a library that is not ours. argv: {"base","official":{"id","secret"},"mini":{…}}. One call a line on stdin,
// {"library","side","call","args"}, one answer a line on stdout: {"result"} or {"error","code"}. Bytes are {"base64"}.
import { createInterface } from 'node:readline'
import CoAPI from 'co-wechat-api'
import easywechat from 'node-easywechat'

const { base, ...accounts } = JSON.parse(process.argv[2])

// The library would keep tokens in files beside this one.
class Memory extends easywechat.CacheInterface {
  values = new Map()
  async get(key) { return this.values.get(key) ?? null }
  async has(key) { return this.values.has(key) }
  async set(key, value) { return !!this.values.set(key, value) }
  async delete(key) { return this.values.delete(key) }
}

const bytes = (value) => (value?.base64 === undefined ? value : Buffer.from(value.base64, 'base64'))

const libraries = {
  // Every method of the library by its name.
  'co-wechat-api': ({ id, secret }) => {
    const api = new CoAPI(id, secret)
    Object.assign(api, { prefix: base + '/cgi-bin/', mpPrefix: base + '/cgi-bin/', snsPrefix: base + '/sns/', wxaPrefix: base + '/wxa/' })
    return async (call, args) => api[call](...args.map(bytes))
  },
  // "GET /path" with parameters and "POST /path" with JSON, with the library's own stable token; and its login.
  'node-easywechat': ({ id, secret }, side) => {
    const Application = side === 'mini' ? easywechat.MiniApp : easywechat.OfficialAccount
    const app = new Application({ app_id: id, secret, use_stable_access_token: true, http: { baseURL: base, throw: false } }).setCache(new Memory())
    return async (call, args) => {
      if (call === 'codeToSession') return app.getUtils().codeToSession(...args)
      const [method, path] = call.split(' ')
      const response = await app.getClient().request(method, path, method === 'GET' ? { params: args[0] } : { json: args[0] })
      return response.toObject()
    }
  },
}

const made = {}
for await (const line of createInterface({ input: process.stdin })) {
  const { library, side, call, args } = JSON.parse(line)
  const client = (made[library + side] ??= libraries[library](accounts[side], side))
  let answer
  try {
    const result = await client(call, args ?? [])
    answer = { result: Buffer.isBuffer(result) ? { base64: result.toString('base64') } : result }
  } catch (error) {
    answer = { error: error.message, code: error.code }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
