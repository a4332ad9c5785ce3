import { createRouteHandler, createUploadthing, type FileRouter } from 'uploadthing/next'
import { UploadThingError } from 'uploadthing/server'

const f = createUploadthing()

const ourFileRouter = {
  imageUploader: f({ image: { maxFileSize: '4MB', maxFileCount: 1 } })
    .middleware(async ({ req }) => {
      const user = req.headers.get('x-user')
      if (!user) throw new UploadThingError('Unauthorized')
      return { userId: user }
    })
    .onUploadComplete(async ({ metadata }) => ({ uploadedBy: metadata.userId })),
} satisfies FileRouter

export const { GET, POST } = createRouteHandler({
  router: ourFileRouter,
  config: {
    token: Buffer.from(
      JSON.stringify({ apiKey: 'sk_live_ecosystem', appId: 'ecosystem', regions: ['test1'] }),
    ).toString('base64'),
    ingestUrl: `${process.env.MOCK_HTTP_URL}/uploadthing`,
    isDev: false,
    logLevel: 'None',
  },
})
