// Answers WeChat's pushes with a library that is not ours. argv: {"library","token","key","app"}; prints its port, and ends with its stdin.
import { createServer } from 'node:http'
import coWechat from 'co-wechat'
import easywechat from 'node-easywechat'

const { library, token, key, app } = JSON.parse(process.argv[2])

// What both programs say: words and cards in answer to texts, a greeting by the scene, the key of the menu; nothing to whoever says 安静.
const greet = (scene) => '欢迎：' + (scene || '')
const card = { title: '东街服务站', description: '周一至周五', picUrl: 'https://example.com/p.jpg', url: 'https://example.com/?a=1&b=2' }

const programs = {
  'co-wechat': () => {
    const middleware = coWechat({ token, appid: app, encodingAESKey: key }).middleware(async (message) => {
      if (message.MsgType === 'event') {
        return message.Event === 'subscribe' ? greet(message.EventKey) : message.Event + '：' + message.EventKey
      }
      if (message.Content === '卡片') return [card]
      if (message.Content === '安静') return ''
      return '收到：' + (message.Content ?? message.MediaId ?? message.Label)
    })
    return async (request, response) => {
      const query = Object.fromEntries(new URL(request.url, 'http://x').searchParams)
      const ctx = { query, method: request.method, req: request, request: { length: request.headers['content-length'] }, status: 200 }
      await middleware(ctx)
      response.writeHead(ctx.status).end(ctx.body)
    }
  },
  'node-easywechat': () => async (request, response) => {
    const account = new easywechat.OfficialAccount({ app_id: app, secret: 'x', token, aes_key: key })
    account.setRequest(await easywechat.ServerRequest.createFromIncomingMessage(request))
    const server = account.getServer()
    server.addEventListener('subscribe', async (message) => greet(message.EventKey))
    server.addEventListener('CLICK', async (message) => 'CLICK：' + message.EventKey)
    server.addMessageListener('text', async (message, next) => {
      if (message.Content === '卡片') {
        const { title: Title, description: Description, picUrl: PicUrl, url: Url } = card
        return { MsgType: 'news', ArticleCount: 1, Articles: { item: [{ Title, Description, PicUrl, Url }] } }
      }
      if (message.Content === '安静') return next(message)
      return '收到：' + message.Content
    })
    server.addMessageListener('image', async (message) => '收到：' + message.MediaId)
    server.addMessageListener('location', async (message) => '收到：' + message.Label)
    const answer = await server.serve()
    response.writeHead(answer.getStatusCode()).end(answer.getBody())
  },
}

const program = programs[library]()
const server = createServer((request, response) => {
  program(request, response).catch((error) => response.writeHead(500).end(String(error)))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume().on('end', () => process.exit())
