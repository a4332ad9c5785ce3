export default { basePath: '/base', compress: false }
