"""Do reported figures look as figures do that were only measured?"""
