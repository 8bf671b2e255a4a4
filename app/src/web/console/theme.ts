// antd's tokens with the values of kit/tokens.css. Motion is off: calm, and a list never waits for an animation.
import { type ThemeConfig, theme } from 'antd';

const FONT =
  '"PingFang SC", "HarmonyOS Sans SC", "HarmonyOS Sans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';

export function consoleTheme(dark: boolean): ThemeConfig {
  return {
    hashed: false,
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 6,
      motion: false,
      wireframe: false,
      colorPrimary: dark ? '#ff8a80' : '#b3261e',
      colorInfo: dark ? '#9cc3ff' : '#1a56a8',
      colorLink: dark ? '#9cc3ff' : '#1a56a8',
      ...(dark
        ? { colorBgBase: '#1b1e22', colorTextBase: '#e8eaed', colorBorder: '#7b858f' }
        : {
            colorText: '#1f2328',
            colorTextSecondary: '#4b535c',
            colorTextTertiary: '#5f6872',
            colorTextQuaternary: '#5f6872',
            colorTextPlaceholder: '#5f6872',
            colorBorder: '#8a939d',
            colorBorderSecondary: '#e3e6ea',
            colorBgLayout: '#f6f7f9',
          }),
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { cellPaddingBlock: 8, cellPaddingInline: 12, headerBg: dark ? '#24282d' : '#f6f7f9' },
      Tree: { nodeSelectedBg: dark ? '#1f2d42' : '#eaf1fb' },
      Segmented: { itemSelectedBg: dark ? '#343a41' : '#ffffff' },
    },
  };
}
