import { withAuth } from '../../../lib/with-auth'

export const POST = withAuth(['admin', 'editor'], async (request) => {
  const { url } = await request.json()
  if (!url) return { status: 400, json: { success: false, message: 'url is required' } }
  return { status: 200, json: { success: true, imageUrl: `https://cdn.test/${url}` } }
})
